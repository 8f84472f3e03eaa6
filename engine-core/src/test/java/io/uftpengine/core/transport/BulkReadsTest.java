package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDatagramChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Round by round, on a channel that nobody reads. */
@EnabledOnOs(OS.LINUX)
class BulkReadsTest {
    private static final int ROUND = 128;

    static {
        Epoll.ensureAvailability();
    }

    private final EpollDatagramChannel channel = new EpollDatagramChannel(SocketProtocolFamily.INET);
    private final EpollDatagramChannelConfig config = channel.config();

    private BulkReads reads;

    private RecvByteBufAllocator.ExtendedHandle handle(boolean canJoin) {
        reads = new BulkReads(canJoin, ROUND);
        return reads.newHandle();
    }

    @AfterEach
    void close() {
        reads.close();
        channel.unsafe().closeForcibly();
    }

    /** A round of reads, each of which brings so many datagrams. */
    private void round(RecvByteBufAllocator.ExtendedHandle handle, int... datagrams) {
        handle.reset(config);
        for (int count : datagrams) {
            handle.incMessagesRead(count);
        }
        handle.readComplete();
    }

    private void loneRounds(RecvByteBufAllocator.ExtendedHandle handle, int rounds) {
        int[] ones = new int[ROUND];
        Arrays.fill(ones, 1);
        for (int i = 0; i < rounds; i++) {
            round(handle, ones);
        }
    }

    private void assertMode(boolean joined, RecvByteBufAllocator.ExtendedHandle handle) {
        assertEquals(joined, config.isUdpGro(), "UDP_GRO");
        assertEquals(joined ? 0 : BulkReads.SLOT_BYTES, config.getMaxDatagramPayloadSize(), "recvmmsg: never both");
        ByteBuf buffer = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
        assertEquals(joined ? BulkReads.JOINED_BYTES : BulkReads.SLOTS * BulkReads.SLOT_BYTES, buffer.writableBytes());
        buffer.release();
    }

    @Test
    void shouldScatterWhenABusySocketBringsOneDatagramARead() {
        RecvByteBufAllocator.ExtendedHandle handle = handle(true);
        loneRounds(handle, BulkReads.LONE_READS / ROUND - 1);
        assertMode(true, handle);
        loneRounds(handle, 1);
        assertMode(false, handle);
    }

    @Test
    void shouldGoOnJoinedWhileAnyReadBringsSeveral() {
        RecvByteBufAllocator.ExtendedHandle handle = handle(true);
        for (int i = 0; i < 10; i++) {
            loneRounds(handle, BulkReads.LONE_READS / ROUND - 1);
            round(handle, 1, 2, 1);
        }
        assertMode(true, handle);
    }

    @Test
    void shouldGoOnJoinedWhereOneDatagramWaitsAtATime() {
        RecvByteBufAllocator.ExtendedHandle handle = handle(true);
        for (int i = 0; i < 10 * BulkReads.LONE_READS; i++) {
            round(handle, 1);
        }
        assertMode(true, handle);
    }

    @Test
    void shouldLookAgainNowAndThen() {
        RecvByteBufAllocator.ExtendedHandle handle = handle(true);
        loneRounds(handle, BulkReads.LONE_READS / ROUND);
        int rounds = BulkReads.SCATTERED_DATAGRAMS / ROUND;
        for (int i = 1; i < rounds; i++) {
            round(handle, 32, 32, 32, 32);
        }
        assertMode(false, handle);
        round(handle, 32, 32, 32, 32);
        assertMode(true, handle);
        loneRounds(handle, BulkReads.LONE_READS / ROUND);
        assertMode(false, handle);
    }

    @Test
    void shouldScatterAlwaysWhereTheKernelCannotJoin() {
        RecvByteBufAllocator.ExtendedHandle handle = handle(false);
        for (int i = 0; i < 2 * BulkReads.SCATTERED_DATAGRAMS / ROUND; i++) {
            round(handle, 32, 32, 32, 32);
        }
        assertMode(false, handle);
    }

    @Test
    void shouldUseABufferAgainOnlyWhenNobodyHoldsASliceOfIt() {
        RecvByteBufAllocator.ExtendedHandle handle = handle(true);
        handle.reset(config);
        Set<ByteBuf> held = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < BulkReads.BUFFERS + 2; i++) {
            assertTrue(held.add(handle.allocate(UnpooledByteBufAllocator.DEFAULT)), "buffer " + i + " is held");
        }
        held.forEach(ByteBuf::release);
        assertEquals(2, held.stream().filter(b -> b.refCnt() == 0).count(), "those beyond the ring are gone");
        for (int i = 0; i < 2 * BulkReads.BUFFERS; i++) {
            ByteBuf again = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
            assertTrue(held.contains(again), "buffer " + i + " is one of the ring");
            again.release();
        }
        reads.close();
        assertEquals(0, held.stream().filter(b -> b.refCnt() != 0).count());
    }
}
