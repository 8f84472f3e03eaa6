package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannelConfig;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How a receiver reads many datagrams a system call. Where the kernel has joined them (UDP_GRO) a read takes what it joined:
 * that is by far the fastest. Where it joins nothing, because they crossed the link one by one and the interface does not put
 * them together again, a read takes up to {@value #SLOTS} of them (recvmmsg), into a slot each.
 *
 * <p>Never both: Netty loses the boundaries of what is joined when it comes by recvmmsg (netty #17492). So it begins with the first,
 * goes to the second after {@value #LONE_READS} reads of a busy socket that brought one datagram each, and looks again after
 * {@value #SCATTERED_DATAGRAMS} datagrams. What is joined and not yet read at the moment of the change comes as one datagram that is too long,
 * and is sent again.
 *
 * <p>A slot takes more than the longest datagram there is, so one that is too long shows. A datagram is a slice of its read's
 * buffer and pins all of it: no handler keeps one beyond its call, so that a handful of buffers goes round, and no pool is asked
 * for each read. One to a channel; its event loop only. To be closed after the channel.
 */
final class BulkReads extends DefaultMaxMessagesRecvByteBufAllocator implements AutoCloseable {
    /** All that the kernel joins. */
    static final int JOINED_BYTES = 65_536;

    /** More than {@link DatagramCodecHandler#MAX_DATAGRAM_LENGTH}. */
    static final int SLOT_BYTES = 9216;

    /** Datagrams a call of recvmmsg. */
    static final int SLOTS = 32;

    /** So many in a row show that nothing is joined. */
    static final int LONE_READS = 256;

    /** About a third of a second at full speed: what the next look costs is nothing beside it. */
    static final int SCATTERED_DATAGRAMS = 65_536;

    /** More than the reads of one {@link DatagramBatch}. */
    static final int BUFFERS = 4;

    private final boolean canJoin;
    private final ByteBuf[] buffers = new ByteBuf[BUFFERS];
    private int lastBuffer;

    /**
     * @param canJoin the channel has UDP_GRO on
     * @param maxDatagrams read before the sessions act on them
     */
    BulkReads(boolean canJoin, int maxDatagrams) {
        super(maxDatagrams);
        this.canJoin = canJoin;
    }

    @Override
    public RecvByteBufAllocator.ExtendedHandle newHandle() {
        return new Reads(new Sizes());
    }

    /** One that nobody holds a slice of any more; a new one that does not go round when there is none. */
    private ByteBuf buffer(int bytes) {
        for (int i = 0; i < BUFFERS; i++) {
            lastBuffer = (lastBuffer + 1) % BUFFERS;
            ByteBuf buffer = buffers[lastBuffer];
            if (buffer == null || buffer.refCnt() == 1) {
                return ofSize(bytes).clear().retain();
            }
        }
        return Unpooled.directBuffer(bytes, bytes);
    }

    /** The one that nobody holds, made anew when the mode has changed. */
    private ByteBuf ofSize(int bytes) {
        ByteBuf buffer = buffers[lastBuffer];
        if (buffer != null && buffer.capacity() == bytes) {
            return buffer;
        } else if (buffer != null) {
            buffer.release();
        }
        buffers[lastBuffer] = Unpooled.directBuffer(bytes, bytes);
        return buffers[lastBuffer];
    }

    @Override
    public void close() {
        for (int i = 0; i < BUFFERS; i++) {
            if (buffers[i] != null) {
                buffers[i].release();
                buffers[i] = null;
            }
        }
    }

    private final class Sizes extends MaxMessageHandle {
        @Override
        public int guess() {
            return JOINED_BYTES;
        }
    }

    /** Counts what each read brings, and changes between two rounds of reads. */
    private final class Reads extends RecvByteBufAllocator.DelegatingHandle
            implements RecvByteBufAllocator.ExtendedHandle {
        private EpollDatagramChannelConfig config;
        private boolean joined = canJoin;
        private int loneReads;
        private int scattered;

        /** Reads and datagrams of this round. */
        private int reads;

        private int datagrams;

        Reads(RecvByteBufAllocator.ExtendedHandle counts) {
            super(counts);
        }

        @Override
        public void reset(ChannelConfig channelConfig) {
            super.reset(channelConfig);
            if (config == null) {
                config = (EpollDatagramChannelConfig) channelConfig;
                apply();
            }
            reads = 0;
            datagrams = 0;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffer(joined ? JOINED_BYTES : SLOTS * SLOT_BYTES);
        }

        @Override
        public void incMessagesRead(int count) {
            super.incMessagesRead(count);
            reads++;
            datagrams += count;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return ((RecvByteBufAllocator.ExtendedHandle) delegate()).continueReading(maybeMore);
        }

        @Override
        public void readComplete() {
            super.readComplete();
            if (joined) {
                onJoinedRound();
            } else {
                onScatteredRound();
            }
        }

        /** A socket that has one datagram whenever one looks says nothing: there is nothing to gain. */
        private void onJoinedRound() {
            if (datagrams > reads) {
                loneReads = 0;
            } else if (reads > 1) {
                loneReads += reads;
                if (loneReads >= LONE_READS) {
                    change(false);
                }
            }
        }

        private void onScatteredRound() {
            scattered += datagrams;
            if (canJoin && scattered >= SCATTERED_DATAGRAMS) {
                change(true);
            }
        }

        private void change(boolean toJoined) {
            joined = toJoined;
            loneReads = 0;
            scattered = 0;
            apply();
        }

        private void apply() {
            config.setUdpGro(joined);
            config.setMaxDatagramPayloadSize(joined ? 0 : SLOT_BYTES);
        }
    }
}
