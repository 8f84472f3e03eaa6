package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.core.protocol.cc.PacketSize;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import java.net.InetAddress;

/**
 * What a {@link SenderSession} needs to know.
 *
 * @param uniqueId this sender's ID
 * @param groupId the session, never 0 (wire facts 5.1)
 * @param instance restarts of the session so far, 0..255
 * @param publicAddress the address ANNOUNCEs go to; all-zero in unicast mode
 * @param privateAddress the address of everything after; all-zero in unicast mode
 * @param blockSize bytes, 512..8800
 * @param robust 10..50, retries of everything
 * @param grttNs initial GRTT, nanoseconds
 * @param minGrttNs lower bound of the GRTT
 * @param maxGrttNs upper bound of the GRTT
 * @param rateBytesPerSecond IP packets' bytes a second, or {@link #UNLIMITED_RATE}
 * @param receivers IDs of a closed group; empty = open group
 * @param maxPasses 1..65535 passes over a file before its unfinished receivers are aborted
 * @param quitOnError end the session when any receiver fails
 * @param epochOffsetMicros microseconds since the epoch = this + nowNs / 1000
 * @param encryption what every ANNOUNCE offers, with zeros in place of its signature; null = a session in the clear
 * @param tfmcc bounds of the rate that TFMCC finds, in place of {@code rateBytesPerSecond}; null = no congestion control
 * @param floorBytesPerSecond without a limit of the rate, the sender goes no faster than its slowest receiver, but drops those that do not
 *     keep up with this; 0 = it drops none; {@link #UNREGULATED} = it sends as fast as the socket takes it
 */
public record SenderParameters(
        int uniqueId,
        int groupId,
        int instance,
        InetAddress publicAddress,
        InetAddress privateAddress,
        int blockSize,
        int robust,
        long grttNs,
        long minGrttNs,
        long maxGrttNs,
        long rateBytesPerSecond,
        IdList receivers,
        int maxPasses,
        boolean quitOnError,
        long epochOffsetMicros,
        EncInfo encryption,
        TfmccLimits tfmcc,
        long floorBytesPerSecond) {
    /** No limit but the socket's. */
    public static final long UNLIMITED_RATE = -1;

    /** Nobody looks whether receivers keep up. */
    public static final long UNREGULATED = -1;

    /** True when the sender finds out how fast its receivers are. */
    public boolean isSelfRegulating() {
        return rateBytesPerSecond == UNLIMITED_RATE && floorBytesPerSecond != UNREGULATED && !isTfmcc();
    }

    /** True when everything but the handshake is sealed. */
    public boolean isEncrypted() {
        return encryption != null;
    }

    /** True when the network decides how fast blocks leave. */
    public boolean isTfmcc() {
        return tfmcc != null;
    }

    /** Pace of the announce and file-info phases. */
    public long handshakeBytesPerSecond() {
        return tfmcc == null ? rateBytesPerSecond : tfmcc.handshakeBytesPerSecond();
    }

    /** What the rate never exceeds, or {@link #UNLIMITED_RATE}. */
    public long rateLimitBytesPerSecond() {
        if (tfmcc == null) {
            return rateBytesPerSecond;
        }
        return tfmcc.maxBytesPerSecond() == 0 ? UNLIMITED_RATE : tfmcc.maxBytesPerSecond();
    }

    /** Sizes of IP packets but those of the handshake. */
    public PacketSize packetSize() {
        PacketSize clear = PacketSize.to(publicAddress);
        PacketSize size = isEncrypted() ? clear.sealed() : clear;
        return isTfmcc() ? size.withTfmcc() : size;
    }

    /** True when only the listed receivers may take part. */
    public boolean isClosedGroup() {
        return receivers.size() > 0;
    }
}
