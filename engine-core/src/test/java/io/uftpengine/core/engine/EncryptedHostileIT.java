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
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverPins;
import io.uftpengine.core.config.SenderEncryption;
import io.uftpengine.core.engine.Loopback.Receiver;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody on the network replays and changes what it hears of an encrypted session, and sends messages of its own in the
 * clear: nothing of it is accepted.
 */
class EncryptedHostileIT {
    private static final int MIN_HEARD = 300;
    private static final int FORGED_REGISTERS = 2000;

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldAcceptNothingReplayedChangedOrInTheClear() throws Exception {
        System.out.println("EncryptedHostileIT seed " + seed);
        Path file = Loopback.file(directory, "a.bin", 2_000_000, 1);
        int senderPort = Loopback.freePort();
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            CountDownLatch data = new CountDownLatch(1);
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .network(new NetworkConfig(List.of("lo"), lo.port, senderPort, 1, 0, 4 << 20))
                            .rateBitsPerSecond(6_000_000)
                            .grtt(0.1, 0.1, 1)
                            .receivers(Loopback.ids(receivers))
                            .encryption(SenderEncryption.DEFAULT.withClientAuth(ReceiverPins.NONE))
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
            attack(sender.groupId(), sender.uniqueId(), senderPort);
            SendReport report = Loopback.await(sender);
            assertTrue(report.isEverythingDelivered(), "seed " + seed + ": " + report);
            assertEquals(2, report.receivers().size(), "nobody was let in");
            TransportCounters atSender = ((SenderRun) sender).counters();
            assertTrue(atSender.get(Counter.DROPPED_UNAUTHENTICATED) > MIN_HEARD / 2, atSender.toString());
            assertTrue(atSender.get(Counter.KEY_WORK) < 100, "no work for forged REGISTERs: " + atSender);
            for (Receiver receiver : receivers) {
                Loopback.assertSame(file, receiver.directory().resolve("a.bin"));
                assertEquals(List.of("a.bin"), Loopback.names(receiver.directory()));
                ReceiveReport received = receiver.stop();
                assertEquals(1, received.sessionsCompleted());
                assertEquals(1, received.filesReceived());
                TransportCounters counters = ((ReceiverRun) receiver.handle()).counters();
                assertTrue(counters.get(Counter.DROPPED_REPLAY) > MIN_HEARD / 2, counters.toString());
                assertTrue(counters.get(Counter.DROPPED_UNAUTHENTICATED) > MIN_HEARD / 2, counters.toString());
                assertEquals(0, counters.get(Counter.HANDLER_FAULTS));
            }
        }
    }

    /** Everything twice more: once as it came, once changed; and between them forgeries in the clear. */
    private void attack(int groupId, int senderId, int senderPort) throws Exception {
        NetworkInterface loopback = NetworkInterface.getByName("lo");
        InetSocketAddress group = new InetSocketAddress(lo.privateGroup, lo.port);
        InetSocketAddress atSender = new InetSocketAddress("127.0.0.1", senderPort);
        try (MulticastSocket ear = new MulticastSocket(lo.port);
                MulticastSocket mouth = new MulticastSocket()) {
            ear.joinGroup(group, loopback);
            ear.setSoTimeout(5000);
            mouth.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            int heard = 0;
            while (heard < MIN_HEARD) {
                DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
                ear.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                // Not what it has sent itself.
                if (packet.getPort() != senderPort || bytes[1] != Function.ENCRYPTED.code()) {
                    continue;
                }
                heard++;
                send(mouth, bytes, group);
                bytes[random.nextInt(bytes.length - 16) + 16] ^= (byte) (1 << random.nextInt(8));
                send(mouth, bytes, group);
                send(mouth, forged(groupId, senderId, heard), group);
                send(mouth, forged(groupId, 0x1001 + heard % 2, heard), atSender);
            }
            for (int i = 0; i < FORGED_REGISTERS; i++) {
                byte[] key = new byte[68];
                random.nextBytes(key);
                byte[] hello = new byte[32];
                random.nextBytes(hello);
                Message register = new Register(1, Bytes.of(hello), Bytes.of(key), IdList.EMPTY);
                send(mouth, encoded(groupId, random.nextInt(), register), atSender);
            }
        }
    }

    private static void send(MulticastSocket socket, byte[] bytes, InetSocketAddress to) throws Exception {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private byte[] forged(int groupId, int sourceId, int i) {
        Message message =
                switch (i % 6) {
                    case 0 -> new Abort(0, 0, "forged");
                    case 1 -> new FileSeg(1, 0, random.nextInt(1500), List.of(), Bytes.zeros(1300));
                    case 2 -> new Done(1, 0, IdList.of(0x1001, 0x1002));
                    case 3 -> new Done(0, 0, IdList.of(0x1001, 0x1002));
                    case 4 -> new DoneConf(IdList.of(0x1001, 0x1002));
                    default ->
                        new FileInfo(
                                2,
                                FileType.REGULAR,
                                0,
                                1L << 30,
                                WireName.of("forged"),
                                WireName.EMPTY,
                                1,
                                IdList.of(0x1001, 0x1002));
                };
        return encoded(groupId, sourceId, message);
    }

    private byte[] encoded(int groupId, int sourceId, Message message) {
        UftpHeader header = new UftpHeader(
                ProtocolVersion.V5,
                message.function(),
                random.nextInt(0x10000),
                sourceId,
                groupId,
                0,
                random.nextInt(256),
                0);
        ByteBuf out = Unpooled.buffer();
        WireFormats.of(ProtocolVersion.V5).encode(header, message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
