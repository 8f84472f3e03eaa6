package io.uftpengine.core.engine;

import io.uftpengine.codec.Function;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The network between a sender in unicast mode and one receiver: it loses some blocks, doubles others, swaps others with what
 * comes after them, and counts what goes through. Nothing is lost in it but what it is told to lose.
 */
final class UnicastRelay implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 << 20;

    private final DatagramSocket toSender;
    private final DatagramSocket toReceiver;
    private final SocketAddress receiver;
    private final int loseEvery;
    private final int swapEvery;
    private final int doubleEvery;
    private volatile SocketAddress sender;
    private volatile boolean isCut;
    private volatile Function changed;
    private int blocks;
    private byte[] held;

    final AtomicLong bytesFromSender = new AtomicLong();
    final AtomicInteger datagramsFromSender = new AtomicInteger();
    final AtomicLong bytesToReceiver = new AtomicLong();
    final AtomicInteger datagramsToReceiver = new AtomicInteger();
    final AtomicInteger datagramsFromReceiver = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicInteger swapped = new AtomicInteger();
    final AtomicInteger doubled = new AtomicInteger();

    /**
     * @param receiverPort on the loopback address
     * @param loseEvery of so many blocks one is lost
     * @param swapEvery of so many one comes behind the next datagram
     * @param doubleEvery of so many one comes twice
     */
    UnicastRelay(int receiverPort, int loseEvery, int swapEvery, int doubleEvery) throws SocketException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        toSender = new DatagramSocket(0, loopback);
        toReceiver = new DatagramSocket(0, loopback);
        toSender.setReceiveBufferSize(BUFFER_BYTES);
        receiver = new InetSocketAddress(loopback, receiverPort);
        this.loseEvery = loseEvery;
        this.swapEvery = swapEvery;
        this.doubleEvery = doubleEvery;
        start("relay-down", this::down);
        start("relay-up", this::up);
    }

    /** Nothing goes through any more, either way. */
    void cut() {
        isCut = true;
    }

    /** From now on the last byte of the sender's messages of this kind is another. */
    void change(Function function) {
        changed = function;
    }

    /** Where the sender sends to. */
    int port() {
        return toSender.getLocalPort();
    }

    private static void start(String name, Relaying task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // Closed.
                        return;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Relaying {
        void run() throws IOException;
    }

    private static byte[] next(DatagramSocket from, DatagramPacket packet) throws IOException {
        from.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private void down() throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[10_000], 10_000);
            byte[] datagram = next(toSender, packet);
            sender = packet.getSocketAddress();
            bytesFromSender.addAndGet(datagram.length);
            datagramsFromSender.incrementAndGet();
            boolean isBlock = datagram[1] == Function.FILESEG.code();
            blocks += isBlock ? 1 : 0;
            if (isBlock && blocks % loseEvery == 0) {
                lost.incrementAndGet();
            } else if (isBlock && blocks % swapEvery == 0 && held == null) {
                held = datagram;
                swapped.incrementAndGet();
            } else {
                pass(datagram);
                if (isBlock && blocks % doubleEvery == 0) {
                    pass(datagram);
                    doubled.incrementAndGet();
                }
                if (held != null) {
                    byte[] late = held;
                    held = null;
                    pass(late);
                }
            }
        }
    }

    private void pass(byte[] datagram) throws IOException {
        if (isCut) {
            return;
        }
        if (changed != null && datagram[1] == changed.code()) {
            datagram[datagram.length - 1] ^= 1;
        }
        bytesToReceiver.addAndGet(datagram.length);
        datagramsToReceiver.incrementAndGet();
        toReceiver.send(new DatagramPacket(datagram, datagram.length, receiver));
    }

    private void up() throws IOException {
        while (true) {
            byte[] datagram = next(toReceiver, new DatagramPacket(new byte[10_000], 10_000));
            datagramsFromReceiver.incrementAndGet();
            if (isCut) {
                continue;
            }
            toSender.send(new DatagramPacket(datagram, datagram.length, sender));
        }
    }

    @Override
    public void close() {
        toSender.close();
        toReceiver.close();
    }
}
