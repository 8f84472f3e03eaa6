package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.uftpengine.codec.Function;
import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.SenderEncryption;
import io.uftpengine.core.engine.Loopback.Receiver;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.metrics.EngineMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sessions, receivers and files that end otherwise than they should, and what the meters say of them. For {@link MetersIT}. */
final class MetersOfEndings {
    private static final int SILENT = 0x2001;
    private static final int SILENT_IN_THE_END = 0x2002;
    private static final int FIRST_FILE = 1;
    private static final double SHORT_GRTT = 0.01;
    private static final int LEAST_ROBUST = 10;

    private final Loopback lo;
    private final MeterReadings meters;
    private final Path directory;

    MetersOfEndings(Loopback lo, MeterReadings meters, Path directory) {
        this.lo = lo;
        this.meters = meters;
        this.directory = directory;
    }

    /** One says no more than that it takes part; another has the file and no last word; the third is a real one. */
    void ofReceiversThatFallSilent() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 500_000, 21);
        int senderPort = Loopback.freePort();
        try (UftpEngine engine = UftpEngine.create(meters.metrics());
                Intruder silent = new Intruder();
                Intruder silentInTheEnd = new Intruder()) {
            Receiver real = lo.receivers(engine, directory, 1).get(0);
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .network(new NetworkConfig(List.of("lo"), lo.port, senderPort, 1, 0, 4 << 20))
                            .rateBitsPerSecond(40_000_000)
                            .grtt(SHORT_GRTT, SHORT_GRTT, SHORT_GRTT)
                            .robust(LEAST_ROBUST)
                            .receivers(List.of(real.id(), SILENT, SILENT_IN_THE_END))
                            .build(),
                    SessionListener.NONE);
            int group = sender.groupId();
            meters.awaitExactly(1, EngineMeter.SESSIONS, "sender", "announce");
            meters.awaitExactly(2, EngineMeter.RECEIVERS, "mute");
            silentInTheEnd.send(1, senderPort, Intruder.register(group, SILENT_IN_THE_END));
            silent.send(1, senderPort, Intruder.register(group, SILENT));
            meters.awaitExactly(1, EngineMeter.SESSIONS, "sender", "file_info");
            silentInTheEnd.send(1, senderPort, Intruder.complete(group, SILENT_IN_THE_END, FIRST_FILE));
            meters.awaitExactly(1, EngineMeter.RECEIVERS, "lost");
            meters.awaitExactly(1, EngineMeter.SESSIONS, "sender", "completion");
            meters.awaitExactly(1, EngineMeter.RECEIVERS, "done");
            SendReport report = Loopback.await(sender);
            assertEquals(SessionOutcome.COMPLETED, report.outcome());
            assertEquals(2, meters.value(EngineMeter.RECEIVERS_ENTERED, "lost"));
            assertEquals(1, meters.value(EngineMeter.RECEIVERS_ENTERED, "done"));
            assertEquals(1, meters.value(EngineMeter.FILE_DURATION, "sender", "lost"));
            SenderHandle unanswered = engine.send(
                    lo.sender(List.of(file))
                            .network(new NetworkConfig(List.of("lo"), lo.port, senderPort, 1, 0, 4 << 20))
                            .grtt(SHORT_GRTT, SHORT_GRTT, SHORT_GRTT)
                            .robust(LEAST_ROBUST)
                            .receivers(List.of(SILENT))
                            .build(),
                    SessionListener.NONE);
            meters.awaitExactly(1, EngineMeter.SESSIONS, "sender", "announce");
            silent.send(1, senderPort, Intruder.register(unanswered.groupId(), SILENT));
            assertEquals(
                    SessionOutcome.NO_FILEINFO_ANSWER,
                    Loopback.await(unanswered).outcome());
            assertEquals(1, meters.value(EngineMeter.SESSIONS_ENDED, "sender", "no_fileinfo_answer"));
        }
    }

    /** Both sides hear nothing more of each other. */
    void ofACutNetwork() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 20_000_000, 22);
        try (UftpEngine engine = UftpEngine.create(meters.metrics());
                UnicastRelay relay = faithful()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            SenderHandle sender = engine.send(
                    through(relay, file)
                            .rateBitsPerSecond(40_000_000)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    SessionListener.NONE);
            // At this rate not before the receiver's answer to the FILEINFO is there.
            meters.awaitExactly(1, EngineMeter.SESSIONS, "sender", "data");
            meters.awaitExactly(1, EngineMeter.SESSIONS, "receiver", "data");
            relay.cut();
            assertEquals(SessionOutcome.ALL_LOST, Loopback.await(sender).outcome());
            assertEquals(1, meters.value(EngineMeter.SESSIONS_ENDED, "sender", "all_lost"));
            assertEquals(1, meters.value(EngineMeter.RECEIVERS_ENTERED, "lost"));
            meters.awaitExactly(1, EngineMeter.SESSIONS_ENDED, "receiver", "peer_lost");
            assertEquals(1, meters.value(EngineMeter.FILE_DURATION, "receiver", "aborted"));
        }
    }

    /** The last byte of a KEYINFO is its signature's: the receiver refuses it until it gives up. */
    void ofAHandshakeThatFails() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1000, 23);
        try (UftpEngine engine = UftpEngine.create(meters.metrics());
                UnicastRelay relay = faithful()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            relay.change(Function.KEYINFO);
            SenderHandle sender = engine.send(
                    through(relay, file)
                            .encryption(SenderEncryption.DEFAULT)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    SessionListener.NONE);
            meters.awaitExactly(1, EngineMeter.RECEIVERS, "registered");
            meters.awaitExactly(1, EngineMeter.SESSIONS_ENDED, "receiver", "handshake_failed");
            sender.abort("seen");
            Loopback.await(sender);
        }
    }

    /** More than a socket's buffer holds, of nothing. */
    void ofASenderThatIsFlooded() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1000, 26);
        int senderPort = Loopback.freePort();
        try (UftpEngine engine = UftpEngine.create(meters.metrics())) {
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .network(new NetworkConfig(List.of("lo"), lo.port, senderPort, 1, 0, 64 * 1024))
                            .build(),
                    SessionListener.NONE);
            meters.awaitExactly(1, EngineMeter.SESSIONS, "sender", "announce");
            Intruder.flood(senderPort, () -> meters.value(EngineMeter.KERNEL_DROPS, "sender") > 0);
            sender.abort("seen");
            Loopback.await(sender);
        }
    }

    /** A file is larger than the receiver takes; a directory is there already. */
    void ofFilesThatAreRefusedOrThere() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1000, 24);
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path dest = Files.createDirectory(directory.resolve("dest"));
        Files.createDirectory(dest.resolve("empty"));
        try (UftpEngine engine = UftpEngine.create(meters.metrics())) {
            engine.receive(lo.receiver(dest).uniqueId(1).maxFileSizeBytes(999).build(), SessionListener.NONE);
            SendReport refused = send(engine, file);
            assertEquals(SessionOutcome.NOTHING_DELIVERED, refused.outcome());
            assertEquals(1, meters.value(EngineMeter.SESSIONS_ENDED, "sender", "nothing_delivered"));
            SendReport there = send(engine, empty);
            assertEquals(SessionOutcome.COMPLETED, there.outcome());
            for (String role : List.of("sender", "receiver")) {
                meters.awaitExactly(1, EngineMeter.FILE_DURATION, role, "rejected");
            }
            meters.awaitExactly(1, EngineMeter.FILE_DURATION, "receiver", "skipped");
        }
    }

    /** No disk has that much left. */
    void ofAFullDisk() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1000, 25);
        Path dest = Files.createDirectory(directory.resolve("dest"));
        try (UftpEngine engine = UftpEngine.create(meters.metrics())) {
            engine.receive(
                    lo.receiver(dest).uniqueId(1).reserveSpaceBytes(1L << 47).build(), SessionListener.NONE);
            assertEquals(SessionOutcome.ALL_LOST, send(engine, file).outcome());
            meters.awaitExactly(1, EngineMeter.SESSIONS_ENDED, "receiver", "failed");
            assertEquals(1, meters.value(EngineMeter.RECEIVERS_ENTERED, "aborted"));
        }
    }

    private SendReport send(UftpEngine engine, Path file) throws Exception {
        return Loopback.await(
                engine.send(lo.sender(List.of(file)).receivers(List.of(1)).build(), SessionListener.NONE));
    }

    private UnicastRelay faithful() throws Exception {
        return new UnicastRelay(lo.port, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private SenderConfig.Builder through(UnicastRelay relay, Path file) {
        return lo.sender(List.of(file))
                .network(new NetworkConfig(List.of("lo"), relay.port(), 0, 1, 0, 4 << 20))
                .publicAddress("127.0.0.1")
                .grtt(SHORT_GRTT, SHORT_GRTT, SHORT_GRTT)
                .robust(LEAST_ROBUST);
    }
}
