package io.uftpengine.core.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.codec.wire.WireFormats;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Somebody on the loopback interface who is in no session and sends what he likes, a counted number of times. */
final class Intruder implements AutoCloseable {
    private final MulticastSocket socket;

    Intruder() throws IOException {
        socket = new MulticastSocket();
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("lo"));
    }

    void send(int times, int port, byte... datagram) throws IOException {
        for (int i = 0; i < times; i++) {
            socket.send(new DatagramPacket(
                    datagram, datagram.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        }
    }

    /** A DONE, for receivers. */
    static byte[] done(int groupId, int senderId) {
        return encoded(groupId, senderId, new Done(1, 0, IdList.EMPTY));
    }

    /** A STATUS that asks for one block again, for a sender. */
    static byte[] status(int groupId, int receiverId) {
        NakBitmap naks = NakBitmap.forBlocks(1);
        naks.set(0);
        return encoded(groupId, receiverId, new Status(1, 0, List.of(), naks));
    }

    /** A REGISTER of a session in the clear, for a sender. */
    static byte[] register(int groupId, int receiverId) {
        long nowMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        return encoded(groupId, receiverId, Register.clear(nowMicros, IdList.EMPTY));
    }

    /** A COMPLETE, for a sender. */
    static byte[] complete(int groupId, int receiverId, int fileId) {
        return encoded(groupId, receiverId, new Complete(fileId, CompletionStatus.NORMAL, List.of(), IdList.EMPTY));
    }

    /** Looks sealed; the tag is none. */
    static byte[] sealed(int groupId, int sourceId) {
        byte[] bytes = Arrays.copyOf(done(groupId, sourceId), 200);
        bytes[1] = (byte) Function.ENCRYPTED.code();
        return bytes;
    }

    private static byte[] encoded(int groupId, int sourceId, Message message) {
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, message.function(), 1, sourceId, groupId, 0, 60, 0);
        ByteBuf out = Unpooled.buffer();
        WireFormats.of(ProtocolVersion.V5).encode(header, message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /**
     * Hears so many sealed datagrams of a sender, and does something with each.
     *
     * @return all of them, in order
     */
    List<byte[]> overhear(Loopback lo, int senderPort, int count, Consumer<byte[]> then) throws IOException {
        List<byte[]> heard = new ArrayList<>();
        try (MulticastSocket ear = new MulticastSocket(lo.port)) {
            ear.setReceiveBufferSize(4 << 20);
            ear.joinGroup(new InetSocketAddress(lo.privateGroup, lo.port), NetworkInterface.getByName("lo"));
            ear.setSoTimeout(5000);
            while (heard.size() < count) {
                DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
                ear.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                if (packet.getPort() == senderPort && bytes[1] == Function.ENCRYPTED.code()) {
                    heard.add(bytes);
                    then.accept(bytes);
                }
            }
        }
        return heard;
    }

    /** To everybody in the session's group. */
    void repeat(Loopback lo, byte... datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, new InetSocketAddress(lo.privateGroup, lo.port)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Sends garbage until told to stop; how much. */
    static int flood(int port, java.util.function.BooleanSupplier enough) throws IOException {
        int sent = 0;
        byte[] garbage = new byte[1000];
        try (DatagramSocket flooding = new DatagramSocket()) {
            DatagramPacket packet = new DatagramPacket(
                    garbage, garbage.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            while (!enough.getAsBoolean()) {
                for (int i = 0; i < 2000; i++) {
                    flooding.send(packet);
                    sent++;
                }
            }
        }
        return sent;
    }

    @Override
    public void close() {
        socket.close();
    }
}
