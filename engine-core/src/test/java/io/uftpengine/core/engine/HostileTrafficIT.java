package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.engine.Loopback.Receiver;
import io.uftpengine.core.event.SessionEvent;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever anybody sends to the ports of a session, it ends well and nothing grows. */
class HostileTrafficIT {
    private static final int FORGERIES = 100_000;

    /** Less than the pools keep anyway; 100,000 leaked buffers would be 900 MB. */
    private static final long MAX_GROWTH_BYTES = 64L << 20;

    private static final int BURST = 20;
    private static final long NANOS_PER_FORGERY = 60_000;

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldNotMindForgedAndRandomDatagrams() throws Exception {
        System.out.println("HostileTrafficIT seed " + seed);
        Path file = Loopback.file(directory, "a.bin", 4_000_000, 1);
        int senderPort = Loopback.freePort();
        NetworkConfig network = new NetworkConfig(List.of("lo"), lo.port, senderPort, 1, 0, 4 << 20);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            CountDownLatch data = new CountDownLatch(1);
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .network(network)
                            .rateBitsPerSecond(4_000_000)
                            .grtt(0.1, 0.1, 1)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    new SessionListener() {
                        @Override
                        public void onEvent(int groupId, SessionEvent event) {
                            if (event instanceof SessionEvent.PassStarted) {
                                data.countDown();
                            }
                        }
                    });
            assertTrue(data.await(Loopback.MAX_SECONDS, TimeUnit.SECONDS));
            long before = usedMemory();
            attack(sender.groupId(), senderPort);
            long growth = usedMemory() - before;
            SendReport report = Loopback.await(sender);
            assertTrue(report.isEverythingDelivered(), "seed " + seed + ": " + report);
            assertEquals(2, report.receivers().size());
            for (Receiver receiver : receivers) {
                Loopback.assertSame(file, receiver.directory().resolve("a.bin"));
                assertEquals(
                        List.of("a.bin"),
                        Loopback.names(receiver.directory()).stream()
                                .filter(n -> !n.startsWith(".~"))
                                .toList());
                assertEquals(1, receiver.stop().sessionsCompleted());
            }
            assertTrue(growth < MAX_GROWTH_BYTES, "grew by " + growth + " bytes");
        }
    }

    private void attack(int groupId, int senderPort) throws Exception {
        NetworkInterface loopback = NetworkInterface.getByName("lo");
        InetSocketAddress[] targets = {
            new InetSocketAddress(lo.publicGroup, lo.port),
            new InetSocketAddress(lo.privateGroup, lo.port),
            new InetSocketAddress("127.0.0.1", lo.port),
            new InetSocketAddress("127.0.0.1", senderPort),
        };
        try (DatagramSocket socket = new MulticastSocket()) {
            socket.setOption(java.net.StandardSocketOptions.IP_MULTICAST_IF, loopback);
            for (int i = 0; i < FORGERIES; i++) {
                byte[] bytes = i % 3 == 0 ? noise() : mutated(forged(groupId, i), i % 3 == 1 ? 0 : 1 + i % 4);
                socket.send(new DatagramPacket(bytes, bytes.length, targets[random.nextInt(targets.length)]));
                if (i % BURST == 0) {
                    // Forgeries, not a flood: that the socket buffers overflow is not what this is about.
                    LockSupport.parkNanos(BURST * NANOS_PER_FORGERY);
                }
            }
        }
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(1500)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(byte[] bytes, int changes) {
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] forged(int groupId, int i) {
        Message message =
                switch (i % 7) {
                    case 0 ->
                        new Announce(
                                false,
                                false,
                                20,
                                Announce.CC_NONE,
                                1300,
                                1,
                                address(),
                                address(),
                                List.of(),
                                IdList.EMPTY);
                    case 1 -> new Abort(0, 0, "forged");
                    case 2 -> new FileSeg(1, 0, random.nextInt(3000), List.of(), Bytes.zeros(1300));
                    case 3 -> new Done(1, 0, IdList.of(0x1001, 0x1002));
                    case 4 -> new Done(0, 0, IdList.of(0x1001, 0x1002));
                    case 5 -> new DoneConf(IdList.of(0x1001, 0x1002));
                    default ->
                        new FileInfo(
                                1 + random.nextInt(3),
                                FileType.REGULAR,
                                0,
                                1L << 40,
                                WireName.of("forged"),
                                WireName.EMPTY,
                                1,
                                IdList.of(0x1001, 0x1002));
                };
        boolean ownGroup = random.nextInt(4) != 0;
        UftpHeader header = new UftpHeader(
                ProtocolVersion.V5,
                message.function(),
                random.nextInt(0x10000),
                random.nextInt(),
                ownGroup ? groupId : random.nextInt(50),
                0,
                message.function() == Function.ANNOUNCE ? 60 : random.nextInt(256),
                0);
        ByteBuf out = Unpooled.buffer();
        WireFormats.of(ProtocolVersion.V5).encode(header, message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long direct = io.netty.util.internal.PlatformDependent.usedDirectMemory();
        return runtime.totalMemory() - runtime.freeMemory() + Math.max(0, direct);
    }
}
