package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.core.protocol.cc.PacketSize;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import io.uftpengine.core.transport.TransportCounters.Counter;
import io.uftpengine.crypto.api.CryptoFailure;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.apache.logging.log4j.Level;

/**
 * Sends blocks from the slabs that were read, in the order they were read: writes the headers in front of each block, seals
 * it where it lies if the session is encrypted, and hands the slab's segments over as one packet where the kernel segments, otherwise as one packet each. Single writer: the
 * role's event loop.
 */
final class SegmentBatcher implements TransmitSink {
    private final DatagramWriter writer;
    private final InetSocketAddress destination;

    /** All of the header but sequence, GRTT and group size. */
    private UftpHeader template;

    /** Null in a session in the clear. */
    private final SessionSecurity security;

    /** Where spent slabs go. */
    private final SlabPool pool;

    private final BlockSlab.Layout layout;
    private final ArrayDeque<BlockSlab> ready = new ArrayDeque<>();
    private boolean offload;
    private int pendingFrom;
    private int pendingEnd;
    private int pendingCount;

    /**
     * @param offload whether {@link OffloadProbe} said yes
     * @param security seals the blocks; null = they leave in the clear
     * @param pool where spent slabs go; its layout has room for all that every block carries
     */
    SegmentBatcher(
            DatagramWriter writer,
            InetSocketAddress destination,
            UftpHeader template,
            boolean offload,
            SessionSecurity security,
            SlabPool pool) {
        this.writer = writer;
        this.destination = destination;
        this.template = template;
        this.offload = offload;
        this.security = security;
        this.pool = pool;
        layout = pool.layout();
    }

    /** The header of a session's FILESEGs; sequence, GRTT and group size are filled in later. */
    static UftpHeader template(io.uftpengine.codec.ProtocolVersion version, int sourceId, int groupId, int instance) {
        return new UftpHeader(version, Function.FILESEG, 0, sourceId, groupId, instance, 0, 0);
    }

    /** A slab has been read; owned from now on. */
    void add(BlockSlab slab) {
        ready.add(slab);
    }

    @Override
    public void fileSeg(
            int sequence,
            int grttCode,
            int groupSizeCode,
            int fileId,
            int section,
            int block,
            long fileOffset,
            int length,
            long stamp) {
        BlockSlab slab = ready.peek();
        if (slab == null || slab.fileId() != fileId) {
            throw new IllegalStateException("no bytes for block " + section + "/" + block + " of file " + fileId);
        }
        int start = slab.next() * slab.stride();
        if (fileOffset != slab.nextBlock() * slab.blockSize()) {
            throw new IllegalStateException("block at " + fileOffset + " is not the next one that was read");
        }
        if (template.grttCode() != grttCode || template.groupSizeCode() != groupSizeCode) {
            template = new UftpHeader(
                    template.version(),
                    template.function(),
                    0,
                    template.sourceId(),
                    template.groupId(),
                    template.instance(),
                    grttCode,
                    groupSizeCode);
        }
        int message = start + layout.lead() - messageLength(stamp);
        FileSegWriter.setHeader(slab.memory(), start, template, sequence);
        if (stamp == TfmccStamp.NONE) {
            FileSegWriter.setMessage(slab.memory(), message, fileId, section, block);
        } else {
            FileSegWriter.setMessage(slab.memory(), message, fileId, section, block, stamp);
        }
        int end = start + layout.lead() + length;
        if (security != null) {
            end = seal(slab.memory(), start, messageLength(stamp) + length);
        }
        if (pendingCount == 0) {
            pendingFrom = start;
        } else if (end - pendingFrom > PacketSize.MAX_CALL_BYTES) {
            emit(slab);
            pendingFrom = start;
        }
        pendingEnd = end;
        pendingCount++;
        slab.advance();
        if (slab.isSpent()) {
            emit(slab);
            ready.remove();
            pool.giveBack(slab);
        } else if (pendingCount == PacketSize.MAX_CALL_SEGMENTS || length < slab.blockSize()) {
            // The kernel takes one segment that is shorter, as the last.
            emit(slab);
        }
    }

    /**
     * Behind the UFTP header comes the ENCRYPTED one and only then the message, both of which are in place.
     *
     * @return index after the datagram
     */
    private int seal(ByteBuf memory, int start, int messageLength) {
        try {
            return start + security.seal(memory, start, messageLength, Protection.APPLICATION);
        } catch (CryptoFailure e) {
            throw new SealingFailedException(e);
        }
    }

    private static int messageLength(long stamp) {
        return stamp == TfmccStamp.NONE ? FileSegWriter.MESSAGE_LENGTH : FileSegWriter.TFMCC_MESSAGE_LENGTH;
    }

    /** Writes what is held of the oldest slab. */
    void endBatch() {
        if (pendingCount > 0) {
            emit(ready.peek());
        }
    }

    /** Throws away what has not left, for one file or (0) all. */
    void drop(int fileId) {
        endBatch();
        ready.removeIf(slab -> {
            boolean dropped = fileId == 0 || slab.fileId() == fileId;
            if (dropped) {
                pool.giveBack(slab);
            }
            return dropped;
        });
    }

    private void emit(BlockSlab slab) {
        int count = pendingCount;
        pendingCount = 0;
        ByteBuf memory = slab.memory();
        if (offload && count > 1) {
            ByteBuf segments = memory.retainedSlice(pendingFrom, pendingEnd - pendingFrom);
            ChannelFuture sent =
                    writer.writeWatched(new SegmentedDatagramPacket(segments, slab.stride(), destination), count);
            if (sent.isDone()) {
                onOffloaded(sent);
            } else {
                sent.addListener(future -> onOffloaded(sent));
            }
            return;
        }
        for (int at = pendingFrom; at < pendingEnd; at += slab.stride()) {
            int length = Math.min(slab.stride(), pendingEnd - at);
            writer.write(new DatagramPacket(memory.retainedSlice(at, length), destination), 1);
        }
    }

    /** The kernel says EMSGSIZE, EINVAL or EIO when it cannot segment: the blocks count as lost, and it is not tried again. */
    private void onOffloaded(ChannelFuture sent) {
        if (sent.isSuccess() || sent.cause() == null) {
            return;
        }
        writer.counters().count(Counter.SEND_FAILED);
        String cause = String.valueOf(sent.cause().getMessage());
        boolean refused = cause.contains("(-90)") || cause.contains("(-22)") || cause.contains("(-5)");
        if (offload && refused) {
            offload = false;
            writer.counters().count(Counter.OFFLOAD_SWITCHED_OFF);
            writer.log().log(
                    Level.INFO,
                    Reason.OFFLOAD_OFF,
                    System.nanoTime(),
                    "segmentation offload to " + destination + " switched off: " + cause);
        }
    }

    /** Most blocks that leave in one send call. */
    int segmentsAtOnce(int blockSize) {
        return PacketSize.segmentsPerCall(layout.datagramLength(blockSize));
    }

    boolean isOffloading() {
        return offload;
    }
}
