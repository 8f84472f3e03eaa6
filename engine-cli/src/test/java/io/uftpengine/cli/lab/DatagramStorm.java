package io.uftpengine.cli.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that runs on a host of the lab and sends what nobody should have to read: random datagrams, or mutations of the
 * datagrams of a running session, which it hears by joining its groups. Prints how many it has sent.
 */
public final class DatagramStorm {
    private static final int MAX_DATAGRAM = 1472;
    private static final int UFTP_HEADER = 16;
    private static final int MAX_FUNCTION = 25;
    private static final byte VERSION_5 = 0x50;
    private static final long SILENCE_MS = 5_000;
    private static final int MAX_PER_SECOND = 125_000;
    private static final long PACE_GRANULARITY_NS = 1_000_000;
    private static final int OFFSET_SOURCE_ID = 4;
    private static final int FIRST_ID = 0xC0;
    private static final int IDS = 4;

    private DatagramStorm() {}

    /** The command that sends {@code count} random datagrams, in turn to each {@code ADDRESS:PORT}. */
    static List<String> random(int count, long seed, List<String> targets) {
        return command("random", count, seed, 0, targets);
    }

    /**
     * The command that joins the groups and answers each datagram of the session's port with mutated copies, to the group and to
     * the sender, until {@code count} are sent or the session has been silent for long.
     *
     * @param copies mutations of each datagram that is heard
     */
    static List<String> mutate(int count, long seed, int copies, List<String> groups) {
        return command("mutate", count, seed, copies, groups);
    }

    private static List<String> command(String mode, int count, long seed, int copies, List<String> addresses) {
        List<String> command = new ArrayList<>(List.of(
                LabSettings.java(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                LabSettings.testClasses().toString(),
                DatagramStorm.class.getName()));
        command.addAll(List.of(mode, Integer.toString(count), Long.toString(seed), Integer.toString(copies)));
        command.addAll(addresses);
        return command;
    }

    /** Arguments: {@code random|mutate COUNT SEED COPIES ADDRESS…}. */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        int copies = Integer.parseInt(arguments[3]);
        List<String> addresses = List.of(arguments).subList(4, arguments.length);
        int sent = arguments[0].equals("random")
                ? sendRandom(count, random, addresses)
                : sendMutations(count, random, copies, addresses);
        System.out.println(sent);
    }

    private static int sendRandom(int count, SplittableRandom random, List<String> targets) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String target : targets) {
            int colon = target.lastIndexOf(':');
            addresses.add(
                    new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))));
        }
        long started = System.nanoTime();
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByName("e0"));
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? MAX_DATAGRAM : 200)];
                random.nextBytes(bytes);
                if (random.nextBoolean()) {
                    makePlausible(bytes, random);
                }
                channel.send(ByteBuffer.wrap(bytes), addresses.get(i % addresses.size()));
                pace(started, i);
            }
        }
        return count;
    }

    /** Keeps to the rate: a storm, but not one that only tests the kernel's buffers. */
    private static void pace(long started, int sent) {
        long ahead = started + sent * (1_000_000_000L / MAX_PER_SECOND) - System.nanoTime();
        if (ahead > PACE_GRANULARITY_NS) {
            LockSupport.parkNanos(ahead);
        }
    }

    /** Version and function that exist, in both places where the function stands, so that the datagram gets past the first checks. */
    private static void makePlausible(byte[] bytes, SplittableRandom random) {
        if (bytes.length > UFTP_HEADER + 1) {
            bytes[0] = VERSION_5;
            bytes[1] = (byte) random.nextInt(MAX_FUNCTION);
            bytes[UFTP_HEADER] = bytes[1];
            bytes[UFTP_HEADER + 1] =
                    (byte) (random.nextBoolean() ? bytes.length - UFTP_HEADER >> 2 : random.nextInt(16));
        }
    }

    private static int sendMutations(int count, SplittableRandom random, int copies, List<String> groups)
            throws IOException {
        NetworkInterface network = NetworkInterface.getByName("e0");
        int sent = 0;
        try (DatagramChannel in = DatagramChannel.open(StandardProtocolFamily.INET);
                DatagramChannel out = DatagramChannel.open(StandardProtocolFamily.INET)) {
            in.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            in.bind(new InetSocketAddress(Transfer.PORT));
            out.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
            for (String group : groups) {
                in.join(InetAddress.getByName(group), network);
            }
            InetSocketAddress[] targets = new InetSocketAddress[groups.size() + 1];
            for (int i = 0; i < groups.size(); i++) {
                targets[i] = new InetSocketAddress(groups.get(i), Transfer.PORT);
            }
            System.out.println("listening");
            ByteBuffer heard = ByteBuffer.allocate(1 << 16);
            in.socket().setSoTimeout((int) SILENCE_MS);
            while (sent < count) {
                InetSocketAddress sender = receive(in, heard);
                if (sender == null) {
                    break;
                }
                if (isOwn(sender, network)) {
                    continue;
                }
                targets[groups.size()] = sender;
                for (int i = 0; i < copies && sent < count; i++) {
                    byte[] bytes = mutate(Arrays.copyOf(heard.array(), heard.position()), random);
                    out.send(ByteBuffer.wrap(bytes), targets[sent % targets.length]);
                    sent++;
                }
            }
        }
        return sent;
    }

    private static InetSocketAddress receive(DatagramChannel in, ByteBuffer heard) throws IOException {
        heard.clear();
        DatagramPacket packet = new DatagramPacket(heard.array(), heard.capacity());
        try {
            in.socket().receive(packet);
        } catch (SocketTimeoutException e) {
            return null; // the session is over
        }
        heard.position(packet.getLength());
        return (InetSocketAddress) packet.getSocketAddress();
    }

    private static boolean isOwn(InetSocketAddress sender, NetworkInterface network) {
        return network.inetAddresses().anyMatch(address -> address.equals(sender.getAddress()));
    }

    /** A few bytes changed, mostly in the headers; or shorter, longer, or a function exchanged; sometimes not changed at all. */
    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(64));
            case 2 -> makePlausible(bytes, random);
            default -> {
                int changes = random.nextInt(4);
                for (int i = 0; i < changes && bytes.length > 0; i++) {
                    int bound = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, 64);
                    bytes[random.nextInt(bound)] = (byte) random.nextInt(256);
                }
            }
        }
        if (bytes.length > UFTP_HEADER && random.nextInt(3) == 0) {
            // In the name of one of the lab's hosts: LabHost.uniqueId.
            ByteBuffer.wrap(bytes).putInt(OFFSET_SOURCE_ID, FIRST_ID + random.nextInt(IDS));
        }
        return bytes;
    }
}
