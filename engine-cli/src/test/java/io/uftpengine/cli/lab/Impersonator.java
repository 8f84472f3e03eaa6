package io.uftpengine.cli.lab;

import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An attacker who sees every datagram of a host and sends in its name, from its address and port: changed copies, repetitions, and
 * messages in the clear that fit. A program of its own, on a host that may {@linkplain NetworkLab#pretend pretend}. It ends when
 * the session has been silent for long, and prints how many of each kind it has sent.
 */
public final class Impersonator {
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long START_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long IDLE_NS = 200_000;
    private static final int CHANGED_OF_EACH_FUNCTION = 4;
    private static final int SEALED_PER_ATTACK = 4;
    private static final int SEALED_PER_FORGERIES = 64;
    private static final long SEED = 20_261_120L;

    private final DatagramChannel out;
    private final Map<String, Integer> sent = new TreeMap<>();
    private final Map<Integer, Integer> heardByFunction = new HashMap<>();
    private final Random random = new Random(SEED);
    private int sealedHeard;

    private Impersonator(DatagramChannel out) {
        this.out = out;
    }

    /** The command that pretends to be the sender whose wire is tapped, towards the groups that it sends to. */
    static List<String> ofSender(Path tap, LabHost receiver) {
        return command("sender", tap.toString(), Integer.toString(receiver.uniqueId()));
    }

    /**
     * The command that pretends to be the receiver whose wire is tapped, towards the sender; hears the sender too, to be there before the
     * genuine one answers.
     */
    static List<String> ofReceiver(Path tap, Path senderTap, LabHost receiver, LabHost sender) {
        return command(
                "receiver",
                tap.toString(),
                Integer.toString(sender.uniqueId()),
                senderTap.toString(),
                receiver.ipv4(),
                Integer.toString(receiver.uniqueId()));
    }

    private static List<String> command(String... arguments) {
        List<String> command =
                new ArrayList<>(LabSettings.javaProgram(Impersonator.class, "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Arguments: {@code sender TAP RECEIVER-ID}, or {@code receiver TAP SENDER-ID SENDER-TAP ADDRESS ID}. */
    public static void main(String[] arguments) throws IOException {
        try (DatagramChannel out = DatagramChannel.open(StandardProtocolFamily.INET)) {
            out.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            out.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("e0"));
            Impersonator impersonator = new Impersonator(out);
            int peer = Integer.parseInt(arguments[2]);
            try (PcapTail tap = new PcapTail(Path.of(arguments[1]))) {
                System.out.println("listening");
                if (arguments[0].equals("sender")) {
                    impersonator.asSender(tap, peer);
                } else {
                    try (PcapTail senderTap = new PcapTail(Path.of(arguments[3]))) {
                        out.bind(new InetSocketAddress(arguments[4], Transfer.PORT));
                        impersonator.asReceiver(tap, senderTap, peer, Integer.parseInt(arguments[5]));
                    }
                }
            }
            impersonator.sent.forEach((kind, count) -> System.out.println(count + " " + kind));
        }
    }

    private void asSender(PcapTail tap, int receiver) throws IOException {
        Pcap.Datagram heard = tap.next(START_NS);
        if (heard != null) {
            out.bind(new InetSocketAddress(heard.source(), heard.sourcePort()));
        }
        while (heard != null) {
            InetSocketAddress target = new InetSocketAddress(heard.target(), heard.targetPort());
            attack(heard.payload(), target, ClearForgery.ofSender(heard.payload(), receiver));
            heard = tap.next(SILENCE_NS);
        }
    }

    private void asReceiver(PcapTail tap, PcapTail senderTap, int sender, int receiver) throws IOException {
        EphemeralKey own = EphemeralKey.generate(EcCurve.SECP256R1);
        long deadline = System.nanoTime() + START_NS;
        while (System.nanoTime() < deadline) {
            Pcap.Datagram ofSender = senderTap.next(0);
            Pcap.Datagram ofReceiver = tap.next(0);
            if (ofSender == null && ofReceiver == null) {
                LockSupport.parkNanos(IDLE_NS);
                continue;
            }
            deadline = System.nanoTime() + SILENCE_NS;
            if (ofSender != null && ofSender.function() == Tampering.ANNOUNCE) {
                InetSocketAddress target = new InetSocketAddress(ofSender.source(), ofSender.sourcePort());
                byte[] register = ClearForgery.register(ofSender.payload(), receiver, own.blob(), random);
                send("register with a key of its own", register, target);
            }
            if (ofReceiver != null) {
                byte[] genuine = ofReceiver.payload();
                InetSocketAddress target = new InetSocketAddress(ofReceiver.target(), ofReceiver.targetPort());
                attack(genuine, target, ClearForgery.ofReceiver(genuine, sender));
                if (ofReceiver.function() == Tampering.ENCRYPTED) {
                    sendAll(Tampering.of(genuine), target); // there are few of these
                }
                if (ofReceiver.function() == Tampering.REGISTER) {
                    byte[] register = ClearForgery.register(genuine, receiver, own.blob(), random);
                    send("register with a key of its own", register, target);
                }
            }
        }
    }

    private void attack(byte[] genuine, InetSocketAddress target, Map<String, byte[]> forgeries) throws IOException {
        int function = genuine[1];
        if (function != Tampering.ENCRYPTED) {
            if (heardByFunction.merge(function, 1, Integer::sum) <= CHANGED_OF_EACH_FUNCTION) {
                sendAll(Tampering.of(genuine), target);
                sendAll(forgeries, target);
            }
            return;
        }
        if (sealedHeard % SEALED_PER_ATTACK == 0) {
            List<Map.Entry<String, byte[]>> copies =
                    List.copyOf(Tampering.of(genuine).entrySet());
            Map.Entry<String, byte[]> copy = copies.get(sealedHeard / SEALED_PER_ATTACK % copies.size());
            send(copy.getKey(), copy.getValue(), target);
            send("sealed again", genuine, target);
        }
        if (sealedHeard % SEALED_PER_FORGERIES == 0) {
            sendAll(forgeries, target);
        }
        sealedHeard++;
    }

    private void sendAll(Map<String, byte[]> datagrams, InetSocketAddress target) throws IOException {
        for (Map.Entry<String, byte[]> datagram : datagrams.entrySet()) {
            send(datagram.getKey(), datagram.getValue(), target);
        }
    }

    private void send(String kind, byte[] datagram, InetSocketAddress target) throws IOException {
        out.send(ByteBuffer.wrap(datagram), target);
        sent.merge(kind, 1, Integer::sum);
    }
}
