package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import io.uftpengine.core.security.ReceiverSecurity;
import io.uftpengine.core.storage.BottomlessDisk;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.transport.TransportCounters.Counter;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;

/**
 * A receiver's pipeline, from datagram to staged block, in the middle of a file without end; there is no socket, and the disk
 * is a {@link BottomlessDisk}. For benchmarks: it makes no object of its own per packet. The calling thread is the event loop.
 */
public final class ReceivingPipeline implements AutoCloseable {
    private static final int FILE = 1;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final WireFormat V5 = WireFormats.of(ProtocolVersion.V5);

    private final TransportCounters counters = new TransportCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final KeyThreads keyThreads = new KeyThreads();
    private final StagingPool pool = StagingPool.ofDefaultSize();
    private final LoneSender sender;
    private final ReceiverStorage storage;
    private final SessionRegistry registry;
    private final int sectionBlocks;
    private final byte[] original;
    /** As many as go through the pipeline together. */
    private final DatagramPacket[] packets = new DatagramPacket[DatagramBatch.CAPACITY];

    /** Null in the clear. */
    private RepeatedFileSeg repeated;

    private Throwable defect;
    private int section;
    private int block;

    /**
     * @param suite null = a session in the clear
     * @param directory exists; gets an empty temporary file
     */
    public ReceivingPipeline(CipherSuite suite, int blockBytes, Path directory) {
        // Else the session's timers would follow the channel's clock; nothing here takes that long.
        channel.freezeTime();
        sender = new LoneSender(suite, 0, blockBytes);
        storage = BottomlessDisk.storage(directory, Datagrams.RECEIVER);
        sectionBlocks = Math.min(Byte.SIZE * blockBytes, SectionLayout.MAX_SECTION_BLOCKS);
        registry = connect(suite != null);
        openFile((long) SectionLayout.MAX_SECTIONS * sectionBlocks * blockBytes);
        ByteBuf datagram = Unpooled.buffer();
        sender.appendFileSeg(datagram, FILE, 0, 0);
        original = ByteBufUtil.getBytes(datagram);
        for (int i = 0; i < packets.length; i++) {
            packets[i] = Datagrams.packet(Unpooled.directBuffer(original.length, original.length));
        }
        if (repeated != null) {
            repeated.count(FILE, sectionBlocks);
        }
    }

    private SessionRegistry connect(boolean encrypted) {
        RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(ReceivingPipeline.class));
        SigningKey key = encrypted ? SigningKey.generate(KeySpec.DEFAULT) : null;
        DatagramWriter writer = new DatagramWriter(channel, counters, log);
        SessionRegistry directory = new SessionRegistry(
                new ReceiverParameters(Datagrams.RECEIVER, 0, SenderTrust.ANYBODY),
                1,
                new ReceiverHost.Shared(
                        storage, pool, Runnable::run, channel.eventLoop(), observer(), new ReceiverHost.PendingFiles()),
                new ReceiverEndpoint.Keys(
                        announce -> repeated = new RepeatedFileSeg(new ReceiverSecurity(Datagrams.RECEIVER, () -> key)),
                        keyThreads),
                w -> new GroupMemberships(null, List.of(), List.of(), warning -> {}, log),
                counters,
                log,
                System::nanoTime);
        channel.pipeline()
                .addLast(ReceiverPipeline.handlers(directory, writer, counters, log)
                        .toArray(ChannelHandler[]::new));
        return directory;
    }

    private RoleObserver observer() {
        return new RoleObserver() {
            @Override
            public void onEvent(int groupId, int instance, SessionEvent event) {
                return;
            }

            @Override
            public void onWarning(String message) {
                throw new IllegalStateException(message);
            }

            @Override
            public void onSessionOver(int groupId, int instance, Throwable why) {
                defect = why;
            }
        };
    }

    private void openFile(long bytes) {
        ByteBuf register = answerTo(sender.announce());
        try {
            UftpHeader header = V5.decodeHeader(register);
            Register message = (Register) V5.decode(header, register);
            ByteBuf confirmation = sender.confirm(message);
            if (repeated == null) {
                channel.writeInbound(Datagrams.packet(confirmation));
            } else {
                answerTo(confirmation).release();
            }
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        } finally {
            register.release();
        }
        answerTo(sender.fileInfo(FILE, bytes)).release();
    }

    /** Waits for the key threads where they are needed. */
    private ByteBuf answerTo(ByteBuf datagram) {
        channel.writeInbound(Datagrams.packet(datagram));
        long sinceNs = System.nanoTime();
        DatagramPacket answer = null;
        while (answer == null) {
            channel.runPendingTasks();
            answer = channel.readOutbound();
            if (System.nanoTime() - sinceNs > TIMEOUT_NS) {
                throw new IllegalStateException("no answer: " + counters, defect);
            }
            Thread.onSpinWait();
        }
        return answer.content();
    }

    /** Takes so many datagrams with consecutive blocks, one read batch. Each is copied to its place as the kernel would. */
    public void receive(int datagrams) {
        for (int i = 0; i < datagrams; i++) {
            DatagramPacket packet = packets[i % packets.length];
            ByteBuf content = packet.content();
            content.clear().writeBytes(original);
            if (repeated == null) {
                FileSegWriter.setMessage(content, UftpHeader.LENGTH, FILE, section, block);
                if (++block == sectionBlocks) {
                    block = 0;
                    section++;
                }
            }
            packet.retain();
            channel.pipeline().fireChannelRead(packet);
        }
        channel.pipeline().fireChannelReadComplete();
        channel.runPendingTasks();
    }

    /** Blocks that got as far as the staging memory. */
    public long blocksStored() {
        return counters.get(Counter.BLOCKS_STORED);
    }

    /** What became of the datagrams, for the message when that is not what it should be. */
    @Override
    public String toString() {
        return counters.toString();
    }

    @Override
    public void close() {
        registry.abortAll("it is measured");
        channel.runPendingTasks();
        for (DatagramPacket packet : packets) {
            packet.release();
        }
        channel.finishAndReleaseAll();
        keyThreads.close();
        pool.close();
        storage.close();
        sender.destroy();
    }
}
