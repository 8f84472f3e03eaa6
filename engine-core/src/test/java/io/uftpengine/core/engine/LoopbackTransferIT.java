package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.Loopback.Receiver;
import io.uftpengine.core.engine.Loopback.Recorder;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sessions over real multicast and unicast on the loopback interface. */
class LoopbackTransferIT {
    private static final int FIVE_MB = 5_000_000;

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();

    @Test
    void shouldDeliverToThreeReceivers() throws Exception {
        Path file = Loopback.file(directory, "a.bin", FIVE_MB, 1);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 3);
            SendReport report = send(engine, lo.sender(List.of(file)).receivers(Loopback.ids(receivers)));
            assertTrue(report.isEverythingDelivered(), report.toString());
            assertEquals(3, report.receivers().size());
            assertTrue(report.blocksSent() >= (FIVE_MB + 1299) / 1300, report.toString());
            assertEquals(report.blocksSent() - (FIVE_MB + 1299) / 1300, report.blocksRetransmitted());
            for (Receiver receiver : receivers) {
                Loopback.assertSame(file, receiver.directory().resolve("a.bin"));
                assertEquals(List.of("a.bin"), Loopback.names(receiver.directory()));
                ReceiveReport received = receiver.stop();
                assertEquals(1, received.filesReceived());
                assertEquals(FIVE_MB, received.bytesReceived());
                assertEquals(1, received.sessionsCompleted());
                assertEquals(0, received.sessionsFailed());
                assertFalse(received.interrupted());
                assertEquals(List.of(), receiver.heard().warnings);
            }
        }
    }

    @Test
    void shouldDeliverInAnOpenGroupWithRandomIds() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 100_000, 2);
        Path dest = Files.createDirectory(directory.resolve("dest"));
        try (UftpEngine engine = UftpEngine.create()) {
            ReceiverHandle one = engine.receive(lo.receiver(dest).build(), SessionListener.NONE);
            ReceiverHandle other = engine.receive(
                    lo.receiver(Files.createDirectory(directory.resolve("other")))
                            .build(),
                    SessionListener.NONE);
            assertTrue(one.uniqueId() != other.uniqueId(), "both have ID " + one.uniqueId());
            SendReport report =
                    send(engine, lo.sender(List.of(file)).grtt(0.01, 0.01, 0.02).robust(10));
            assertTrue(report.isEverythingDelivered(), report.toString());
            assertEquals(2, report.receivers().size());
            Loopback.assertSame(file, dest.resolve("a.bin"));
        }
    }

    @Test
    void shouldDeliverATreeOfManyFiles() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Loopback.file(tree, "empty", 0, 3);
        Loopback.file(tree, "one-byte", 1, 4);
        Loopback.file(tree, "block", 1300, 5);
        Loopback.file(tree, "block-and-one", 1301, 6);
        Loopback.file(tree, "sub/deep/b.bin", 300_000, 7);
        Files.createDirectory(tree.resolve("hollow"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("block"));
        Path single = Loopback.file(directory, "single\u00e4.txt", 5000, 8);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            Recorder heard = new Recorder();
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(tree, single))
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    heard));
            assertTrue(report.isEverythingDelivered(), report.toString());
            assertEquals(8, report.files().size(), report.files().toString());
            for (Receiver receiver : receivers) {
                for (String name : List.of("empty", "one-byte", "block", "block-and-one", "sub/deep/b.bin")) {
                    Loopback.assertSame(tree.resolve(name), receiver.directory().resolve("tree/" + name));
                }
                Loopback.assertSame(single, receiver.directory().resolve("single\u00e4.txt"));
                assertTrue(Files.isDirectory(receiver.directory().resolve("tree/hollow")));
                assertEquals(
                        Path.of("block"),
                        Files.readSymbolicLink(receiver.directory().resolve("tree/link")));
                assertEquals(
                        Files.getLastModifiedTime(single).toMillis() / 1000,
                        Files.getLastModifiedTime(receiver.directory().resolve("single\u00e4.txt"))
                                        .toMillis()
                                / 1000);
            }
            assertEquals(SessionOutcome.COMPLETED, heard.ended().outcome());
        }
    }

    @Test
    void shouldSendUnderTheDestinationName() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 3000, 9);
        Path tree = Files.createDirectory(directory.resolve("t"));
        Loopback.file(tree, "x", 10, 10);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            List<Integer> ids = Loopback.ids(receivers);
            send(engine, lo.sender(List.of(file)).receivers(ids).destName("new", false));
            send(engine, lo.sender(List.of(file)).receivers(ids).destName("in/dir", true));
            send(engine, lo.sender(List.of(tree)).receivers(ids).destName("other", false));
            Path dest = receivers.get(0).directory();
            Loopback.assertSame(file, dest.resolve("new"));
            Loopback.assertSame(file, dest.resolve("in/dir/a.bin"));
            Loopback.assertSame(tree.resolve("x"), dest.resolve("other/x"));
            assertEquals(List.of("in", "new", "other"), Loopback.names(dest));
        }
    }

    @Test
    void shouldDeliverByUnicast() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1_000_000, 11);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            SendReport report = send(
                    engine, lo.sender(List.of(file)).publicAddress("127.0.0.1").receivers(Loopback.ids(receivers)));
            assertTrue(report.isEverythingDelivered(), report.toString());
            Loopback.assertSame(file, receivers.get(0).directory().resolve("a.bin"));
        }
    }

    @Test
    void shouldDeliverByUnicastOverIpv6() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1_000_000, 12);
        Path dest = Files.createDirectory(directory.resolve("dest"));
        try (UftpEngine engine = UftpEngine.create()) {
            ReceiverConfig config = lo.receiver(dest)
                    .publicAddresses(List.of("ff02::4:1"))
                    .uniqueId(0x77)
                    .build();
            engine.receive(config, SessionListener.NONE);
            SendReport report =
                    send(engine, lo.sender(List.of(file)).publicAddress("::1").receivers(List.of(0x77)));
            assertTrue(report.isEverythingDelivered(), report.toString());
            Loopback.assertSame(file, dest.resolve("a.bin"));
        }
    }

    @Test
    void shouldJoinForGivenSourcesOnly() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 200_000, 13);
        Path right = Files.createDirectory(directory.resolve("right"));
        Path wrong = Files.createDirectory(directory.resolve("wrong"));
        String publicGroup = lo.publicGroup.replace("239.1.", "232.1.");
        String privateGroup = lo.publicGroup.replace("239.1.", "232.2.");
        try (UftpEngine engine = UftpEngine.create()) {
            ReceiverConfig.Builder base = lo.receiver(right).publicAddresses(List.of(publicGroup));
            engine.receive(base.sources(List.of("127.0.0.1")).uniqueId(1).build(), SessionListener.NONE);
            Recorder deaf = new Recorder();
            engine.receive(
                    base.sources(List.of("127.0.0.9"))
                            .uniqueId(2)
                            .destDirs(List.of(wrong))
                            .build(),
                    deaf);
            SendReport report = send(
                    engine,
                    lo.sender(List.of(file))
                            .publicAddress(publicGroup)
                            .privateAddress(privateGroup)
                            .grtt(0.01, 0.01, 0.02)
                            .robust(10)
                            .receivers(List.of(1, 2)));
            assertEquals(SessionOutcome.COMPLETED, report.outcome());
            Loopback.assertSame(file, right.resolve("a.bin"));
            assertEquals(List.of(), deaf.events);
            assertEquals(List.of(), Loopback.names(wrong));
            assertEquals(List.of(FileOutcome.MUTE), report.receivers().get(1).results(), report.toString());
        }
    }

    @Test
    void shouldDeliverAsFastAsItGoesWithoutALimit() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 20_000_000, 14);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            SendReport report = send(
                    engine,
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(SenderConfig.UNLIMITED_RATE)
                            .receivers(Loopback.ids(receivers)));
            assertTrue(report.isEverythingDelivered(), report.toString());
            Loopback.assertSame(file, receivers.get(0).directory().resolve("a.bin"));
        }
    }

    @Test
    void shouldServeSeveralSessionsAtOnce() throws Exception {
        Path one = Loopback.file(directory, "one.bin", 1_000_000, 15);
        Path two = Loopback.file(directory, "two.bin", 1_000_000, 16);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            List<Integer> ids = Loopback.ids(receivers);
            SenderHandle first =
                    engine.send(lo.sender(List.of(one)).receivers(ids).build(), SessionListener.NONE);
            // The same private group: it is left only when both sessions are over.
            SenderHandle second =
                    engine.send(lo.sender(List.of(two)).receivers(ids).build(), SessionListener.NONE);
            assertTrue(Loopback.await(first).isEverythingDelivered());
            assertTrue(Loopback.await(second).isEverythingDelivered());
            for (Receiver receiver : receivers) {
                Loopback.assertSame(one, receiver.directory().resolve("one.bin"));
                Loopback.assertSame(two, receiver.directory().resolve("two.bin"));
                assertEquals(2, receiver.stop().sessionsCompleted());
            }
        }
    }

    private static SendReport send(UftpEngine engine, SenderConfig.Builder config) throws Exception {
        return Loopback.await(engine.send(config.build(), SessionListener.NONE));
    }
}
