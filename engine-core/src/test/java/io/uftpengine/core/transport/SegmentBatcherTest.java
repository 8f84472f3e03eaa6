package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.core.security.SessionSecurity.Opening;
import java.util.List;
import java.util.Random;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leaves for the blocks that were read, in the clear and sealed. */
class SegmentBatcherTest {
    private static final int BLOCK = 512;
    private static final int COUNT = 5;
    private static final int LAST = 100;
    private static final int FILE = 7;
    private static final long STAMP = TfmccStamp.of(0x1234, 0xFFFE, 0x481E);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final DatagramWriter writer = new DatagramWriter(
            channel, new TransportCounters(), new RateLimitedLog(LogManager.getLogger(SegmentBatcherTest.class)));
    private final byte[] file = new byte[(COUNT - 1) * BLOCK + LAST];
    private final FakeSecurity security = new FakeSecurity();
    private final FakeSecurity peer = new FakeSecurity(Datagrams.SENDER);

    SegmentBatcherTest() {
        new Random(1).nextBytes(file);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private SlabPool pool;

    private SegmentBatcher batcher(boolean offload, boolean sealed, boolean extended) {
        pool = new SlabPool(UnpooledByteBufAllocator.DEFAULT, BlockSlab.Layout.of(sealed, extended), BLOCK, COUNT);
        UftpHeader template = SegmentBatcher.template(ProtocolVersion.V5, Datagrams.SENDER, Datagrams.GROUP, 0);
        return new SegmentBatcher(writer, Datagrams.OTHER_ADDRESS, template, offload, sealed ? security : null, pool);
    }

    /** As the disk thread leaves it, with rubbish around the blocks. */
    private BlockSlab slab() {
        BlockSlab slab = pool.take(FILE);
        slab.addRun(0, COUNT);
        fill(slab);
        return slab;
    }

    private void fill(BlockSlab slab) {
        byte[] rubbish = new byte[slab.memory().capacity()];
        new Random(2).nextBytes(rubbish);
        slab.memory().setBytes(0, rubbish);
        int segment = 0;
        for (int run = 0; run < slab.runs(); run++) {
            for (int i = 0; i < slab.runCount(run); i++) {
                int block = (int) slab.runFirst(run) + i;
                int at = segment++ * slab.stride() + slab.layout().lead();
                slab.memory().setBytes(at, file, block * BLOCK, lengthOf(block));
            }
        }
    }

    private static int lengthOf(int block) {
        return block == COUNT - 1 ? LAST : BLOCK;
    }

    private static void feed(SegmentBatcher batcher, int from, int to, long stamp) {
        for (int i = from; i < to; i++) {
            batcher.fileSeg(10 + i, 106, 0, FILE, 1, i, (long) i * BLOCK, lengthOf(i), stamp);
        }
        batcher.endBatch();
    }

    @ParameterizedTest
    @CsvSource({
        "false,false,false",
        "false,true,false",
        "true,false,false",
        "true,true,false",
        "false,false,true",
        "false,true,true",
        "true,false,true",
        "true,true,true"
    })
    void shouldSendEveryBlockWhole(boolean offload, boolean sealed, boolean extended) {
        SegmentBatcher batcher = batcher(offload, sealed, extended);
        long stamp = extended ? STAMP : TfmccStamp.NONE;
        BlockSlab slab = slab();
        ByteBuf memory = slab.memory();
        batcher.add(slab);
        feed(batcher, 0, 2, stamp);
        feed(batcher, 2, COUNT, stamp);
        writer.flush();
        int next = 0;
        int overhead = (sealed ? FakeSecurity.OVERHEAD : 0) + (extended ? TfmccData.LENGTH : 0);
        int packets = 0;
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            packets++;
            int stride = packet instanceof SegmentedDatagramPacket segmented
                    ? segmented.segmentSize()
                    : packet.content().readableBytes();
            while (packet.content().isReadable()) {
                ByteBuf datagram = packet.content()
                        .readSlice(Math.min(stride, packet.content().readableBytes()));
                assertEquals(24 + overhead + lengthOf(next), datagram.readableBytes());
                check(datagram, next++, sealed, extended);
            }
            packet.release();
        }
        assertEquals(COUNT, next);
        assertEquals(offload ? 2 : COUNT, packets);
        assertEquals(1, memory.refCnt(), "back in the pool");
        pool.close();
        assertEquals(0, memory.refCnt());
        assertEquals(sealed ? COUNT : 0, security.counter, "one counter value for each");
    }

    private void check(ByteBuf datagram, int block, boolean sealed, boolean extended) {
        assertEquals(sealed ? Function.ENCRYPTED : Function.FILESEG, Datagrams.functionOf(datagram));
        ByteBuf opened = datagram.copy();
        if (sealed) {
            assertEquals(Opening.APPLICATION, peer.open(opened));
        }
        byte[] data = new byte[lengthOf(block)];
        System.arraycopy(file, block * BLOCK, data, 0, data.length);
        ByteBuf expected = Datagrams.bytes(
                Datagrams.GROUP,
                10 + block,
                new FileSeg(
                        FILE,
                        1,
                        block,
                        extended ? List.of(new TfmccData(0x1234, 0xFFFE, 0x481E)) : List.of(),
                        Bytes.of(data)));
        assertEquals(expected, opened);
        opened.release();
    }

    @Test
    void shouldSendNoBlockThatItCannotSeal() {
        SegmentBatcher batcher = batcher(true, true, false);
        BlockSlab slab = slab();
        ByteBuf memory = slab.memory();
        batcher.add(slab);
        feed(batcher, 0, 1, TfmccStamp.NONE);
        security.exhausted = true;
        assertThrows(SealingFailedException.class, () -> feed(batcher, 1, 2, TfmccStamp.NONE));
        batcher.drop(0);
        writer.flush();
        DatagramPacket only = channel.readOutbound();
        check(only.content(), 0, true, false);
        only.release();
        assertNull(channel.readOutbound());
        pool.close();
        assertEquals(0, memory.refCnt());
    }

    @Test
    void shouldSendScatteredBlocksTogether() {
        SegmentBatcher batcher = batcher(true, false, false);
        BlockSlab slab = pool.take(FILE);
        slab.addRun(0, 1);
        slab.addRun(2, 2);
        fill(slab);
        batcher.add(slab);
        for (int block : new int[] {0, 2, 3}) {
            batcher.fileSeg(10 + block, 106, 0, FILE, 1, block, (long) block * BLOCK, BLOCK, TfmccStamp.NONE);
        }
        batcher.endBatch();
        writer.flush();
        SegmentedDatagramPacket only = channel.readOutbound();
        for (int block : new int[] {0, 2, 3}) {
            check(only.content().readSlice(24 + BLOCK), block, false, false);
        }
        assertFalse(only.content().isReadable());
        only.release();
        assertNull(channel.readOutbound());
        pool.close();
    }

    @Test
    void shouldEndASendCallWithAShortBlock() {
        SegmentBatcher batcher = batcher(true, false, false);
        BlockSlab slab = pool.take(FILE);
        slab.addRun(COUNT - 1, 1);
        slab.addRun(0, 2);
        fill(slab);
        batcher.add(slab);
        batcher.fileSeg(10 + COUNT - 1, 106, 0, FILE, 1, COUNT - 1, (COUNT - 1L) * BLOCK, LAST, TfmccStamp.NONE);
        batcher.fileSeg(10, 106, 0, FILE, 1, 0, 0, BLOCK, TfmccStamp.NONE);
        batcher.fileSeg(11, 106, 0, FILE, 1, 1, BLOCK, BLOCK, TfmccStamp.NONE);
        batcher.endBatch();
        writer.flush();
        DatagramPacket last = channel.readOutbound();
        check(last.content(), COUNT - 1, false, false);
        SegmentedDatagramPacket others = channel.readOutbound();
        assertEquals(2 * (24 + BLOCK), others.content().readableBytes());
        last.release();
        others.release();
        pool.close();
    }

    @Test
    void shouldUseASlabAgainWhenTheKernelHasWhatWasInIt() {
        SegmentBatcher batcher = batcher(true, false, false);
        BlockSlab slab = slab();
        batcher.add(slab);
        feed(batcher, 0, COUNT, TfmccStamp.NONE);
        BlockSlab other = pool.take(FILE);
        assertNotSame(slab, other, "its blocks have not left");
        pool.giveBack(other);
        writer.flush();
        ((DatagramPacket) channel.readOutbound()).release();
        assertSame(slab, pool.take(FILE));
        assertEquals(COUNT, slab.room());
        pool.giveBack(slab);
        pool.close();
        assertEquals(0, slab.memory().refCnt());
        assertEquals(0, other.memory().refCnt());
    }

    @Test
    void shouldNotTakeMoreThanThereIsRoomFor() {
        batcher(false, false, false);
        BlockSlab slab = pool.take(FILE);
        slab.addRun(0, COUNT - 1);
        assertThrows(IllegalArgumentException.class, () -> slab.addRun(10, 2));
        pool.giveBack(slab);
        pool.close();
    }
}
