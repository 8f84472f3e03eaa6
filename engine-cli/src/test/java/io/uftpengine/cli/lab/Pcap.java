package io.uftpengine.cli.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the UDP datagrams of a capture file (classic format, Ethernet, microseconds), also while it is being written. */
final class Pcap {
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET_HEADER = 14;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int UDP = 17;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int IPV4_MORE_OR_OFFSET = 0x3FFF;

    private Pcap() {}

    /**
     * One UDP datagram.
     *
     * @param frame its number in the file, from 1, as {@code tshark} counts
     */
    record Datagram(
            int frame, Instant time, String source, int sourcePort, String target, int targetPort, byte[] payload) {
        /** The UFTP function byte (wire facts 3), or -1 when the datagram is too short for one. */
        int function() {
            return payload.length < 2 ? -1 : payload[1] & 0xFF;
        }
    }

    /** Every whole UDP datagram in the file; fragments are left out, and a record that is still being written ends it. */
    static List<Datagram> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Datagram> datagrams = new ArrayList<>();
        if (in.remaining() < FILE_HEADER) {
            return datagrams;
        }
        if (in.getInt(0) != MAGIC) {
            throw new IOException(file + " is no capture file");
        }
        in.position(FILE_HEADER);
        for (int frame = 1; hasRecord(in); frame++) {
            Datagram datagram = nextRecord(in, frame);
            if (datagram != null) {
                datagrams.add(datagram);
            }
        }
        return datagrams;
    }

    /** Bytes of the file before its first record. */
    static int fileHeaderLength() {
        return FILE_HEADER;
    }

    /** Whether a whole record begins at the position. */
    static boolean hasRecord(ByteBuffer in) {
        return in.remaining() >= RECORD_HEADER
                && in.remaining() - RECORD_HEADER >= in.getInt(in.position() + RECORD_HEADER / 2);
    }

    /** Takes the record at the position; null when it is no whole UDP datagram. */
    static Datagram nextRecord(ByteBuffer in, int frame) throws IOException {
        Instant time = Instant.ofEpochSecond(in.getInt() & 0xFFFFFFFFL, in.getInt() * 1000L);
        int length = in.getInt();
        in.getInt();
        byte[] bytes = new byte[length];
        in.get(bytes);
        return datagram(frame, time, ByteBuffer.wrap(bytes));
    }

    private static Datagram datagram(int frame, Instant time, ByteBuffer packet) throws IOException {
        int type = packet.getShort(12) & 0xFFFF;
        int ip = ETHERNET_HEADER;
        if (type == ETHERTYPE_IPV4) {
            boolean fragment = (packet.getShort(ip + 6) & IPV4_MORE_OR_OFFSET) != 0;
            int udp = ip + (packet.get(ip) & 0x0F) * 4;
            return packet.get(ip + 9) != UDP || fragment
                    ? null
                    : datagram(frame, time, packet, ip + 12, ip + 16, 4, udp);
        }
        if (type == ETHERTYPE_IPV6 && packet.get(ip + 6) == UDP) {
            return datagram(frame, time, packet, ip + 8, ip + 24, 16, ip + IPV6_HEADER);
        }
        return null;
    }

    private static Datagram datagram(
            int frame, Instant time, ByteBuffer packet, int source, int target, int addressLength, int udp)
            throws IOException {
        int length = (packet.getShort(udp + 4) & 0xFFFF) - UDP_HEADER;
        int start = udp + UDP_HEADER;
        return new Datagram(
                frame,
                time,
                address(packet, source, addressLength),
                packet.getShort(udp) & 0xFFFF,
                address(packet, target, addressLength),
                packet.getShort(udp + 2) & 0xFFFF,
                Arrays.copyOfRange(packet.array(), start, start + length));
    }

    private static String address(ByteBuffer packet, int offset, int length) throws IOException {
        return InetAddress.getByAddress(Arrays.copyOfRange(packet.array(), offset, offset + length))
                .getHostAddress();
    }
}
