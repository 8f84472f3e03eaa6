package io.uftpengine.codec.golden;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the UDP payloads of a capture: classic pcap, little endian, Ethernet, unfragmented IPv4 or IPv6 without extension headers. */
final class PcapReader {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET = 1;
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int IPV6_HEADER = 40;
    private static final int PROTOCOL_UDP = 17;
    private static final int UDP_HEADER = 8;

    private PcapReader() {}

    /** The payloads in the order of capture; anything unexpected is an error. */
    static List<byte[]> udpPayloads(InputStream capture) throws IOException {
        try (DataInputStream in = new DataInputStream(capture)) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            require(file.getInt(0) == MAGIC && file.getInt(20) == ETHERNET, "not a pcap file of Ethernet frames");
            List<byte[]> payloads = new ArrayList<>();
            int at = FILE_HEADER;
            while (at < file.limit()) {
                int captured = file.getInt(at + 8);
                require(captured == file.getInt(at + 12), "frame cut off");
                at += RECORD_HEADER;
                payloads.add(udpPayload(Arrays.copyOfRange(file.array(), at, at + captured)));
                at += captured;
            }
            return payloads;
        }
    }

    private static byte[] udpPayload(byte[] bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        int ip = ETHERNET_HEADER;
        int udp;
        int protocol;
        switch (frame.getShort(12) & 0xFFFF) {
            case ETHERTYPE_IPV4 -> {
                require((frame.getShort(ip + 6) & 0x3FFF) == 0, "fragment");
                protocol = frame.get(ip + 9);
                udp = ip + (frame.get(ip) & 0x0F) * 4;
            }
            case ETHERTYPE_IPV6 -> {
                protocol = frame.get(ip + 6);
                udp = ip + IPV6_HEADER;
            }
            default -> throw new IOException("neither IPv4 nor IPv6");
        }
        require(protocol == PROTOCOL_UDP, "not UDP");
        int end = udp + (frame.getShort(udp + 4) & 0xFFFF);
        return Arrays.copyOfRange(bytes, udp + UDP_HEADER, end);
    }

    private static void require(boolean condition, String failure) throws IOException {
        if (!condition) {
            throw new IOException(failure);
        }
    }
}
