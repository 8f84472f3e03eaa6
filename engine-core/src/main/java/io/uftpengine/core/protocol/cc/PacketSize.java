package io.uftpengine.core.protocol.cc;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Sizes of whole IP packets, which is what rates count (wire facts 2.6).
 *
 * @param headersLength bytes of IP, UDP and UFTP headers, and what sealing adds
 * @param fileSegHeader bytes between the UFTP header and the data of a FILESEG
 */
public record PacketSize(int headersLength, int fileSegHeader) {
    /** Bytes that sealing adds: ENCRYPTED header and tag. */
    public static final int SEAL_OVERHEAD = 28;

    /** Most datagrams that Linux takes in one call, if they are of one size (UDP_SEGMENT). */
    public static final int MAX_CALL_SEGMENTS = 64;

    /** Most bytes of UDP payload in one such call: what fits an IPv4 datagram. */
    public static final int MAX_CALL_BYTES = 65_507;

    /** Send calls whose blocks are read together. */
    public static final int CALLS_PER_RUN = 4;

    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    /** For packets to a destination of that family. */
    public static PacketSize to(InetAddress destination) {
        int ipHeader = destination instanceof Inet6Address ? IPV6_HEADER : IPV4_HEADER;
        return new PacketSize(ipHeader + UDP_HEADER + UftpHeader.LENGTH, FileSegWriter.MESSAGE_LENGTH);
    }

    /** For sealed packets. */
    public PacketSize sealed() {
        return new PacketSize(headersLength + SEAL_OVERHEAD, fileSegHeader);
    }

    /** For sessions whose FILESEGs carry the TFMCC extension. */
    public PacketSize withTfmcc() {
        return new PacketSize(headersLength, FileSegWriter.TFMCC_MESSAGE_LENGTH);
    }

    /** Bytes of the packet with a FILESEG of {@code blockLength} bytes of file. */
    public int ofBlock(int blockLength) {
        return headersLength + fileSegHeader + blockLength;
    }

    /** Most blocks that are worth reading at once: such that no send call of {@link #CALLS_PER_RUN} is half empty. */
    public int blocksPerRun(int blockLength) {
        int payload = ofBlock(blockLength) - IPV4_HEADER - UDP_HEADER;
        return CALLS_PER_RUN * segmentsPerCall(payload);
    }

    /** Most datagrams of that many bytes of UDP payload in one send call. */
    public static int segmentsPerCall(int payloadBytes) {
        return Math.min(MAX_CALL_SEGMENTS, MAX_CALL_BYTES / payloadBytes);
    }

    /** Bytes of the packet with a message of {@code messageLength} bytes after the UFTP header. */
    public int ofMessage(int messageLength) {
        return headersLength + messageLength;
    }
}
