package io.uftpengine.cli.lab;

import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers a sender's ANNOUNCE in the name of very many receivers that do not exist, each with a key that is a point of the curve. A
 * program of its own, on a host of the lab; prints how many it has sent.
 */
public final class RegisterFlood {
    /** The first of the invented receivers' IDs; the genuine ones' are far below. */
    static final int FIRST_ID = 0x10_0000;

    private static final int KEYS = 64;
    private static final long SEED = 20_261_120L;
    private static final long START_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long GRANULARITY_NS = 1_000_000;

    private RegisterFlood() {}

    /** The command that hears the ANNOUNCE at the tap and then sends {@code count} REGISTERs within {@code seconds}. */
    static List<String> command(Path tap, int count, int seconds) {
        List<String> command =
                new ArrayList<>(LabSettings.javaProgram(RegisterFlood.class, "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of(tap.toString(), Integer.toString(count), Integer.toString(seconds)));
        return command;
    }

    /** Arguments: {@code TAP COUNT SECONDS}. */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        long periodNs = TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[2])) / count;
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(EphemeralKey.generate(EcCurve.SECP256R1).blob());
        }
        Random random = new Random(SEED);
        try (PcapTail tap = new PcapTail(Path.of(arguments[0]));
                DatagramChannel out = DatagramChannel.open(StandardProtocolFamily.INET)) {
            System.out.println("listening");
            Pcap.Datagram announce = tap.next(START_NS);
            if (announce == null) {
                throw new IOException("nothing was announced");
            }
            InetSocketAddress sender = new InetSocketAddress(announce.source(), announce.sourcePort());
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                byte[] register = ClearForgery.register(announce.payload(), FIRST_ID + i, keys.get(i % KEYS), random);
                out.send(ByteBuffer.wrap(register), sender);
                long ahead = start + i * periodNs - System.nanoTime();
                if (ahead > GRANULARITY_NS) {
                    LockSupport.parkNanos(ahead);
                }
            }
            System.out.println(count);
        }
    }
}
