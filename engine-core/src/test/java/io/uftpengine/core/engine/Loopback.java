package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.event.SessionEvent;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Real sockets on the loopback interface: a free port and groups of its own for every session of the tests. */
final class Loopback {
    /** No test session takes that long. */
    static final long MAX_SECONDS = 30;

    private static final AtomicInteger GROUPS =
            new AtomicInteger((int) (ProcessHandle.current().pid() & 0xFF) << 8);

    final int port;
    final String publicGroup;
    final String privateGroup;

    Loopback() {
        port = freePort();
        int group = GROUPS.incrementAndGet() & 0xFFFF;
        publicGroup = "239.1." + (group >> 8) + "." + (group & 0xFF);
        privateGroup = "239.2." + (group >> 8) + "." + (group & 0xFF);
    }

    NetworkConfig network() {
        return new NetworkConfig(List.of("lo"), port, 0, 1, 0, 4 * 1024 * 1024);
    }

    SenderConfig.Builder sender(List<Path> files) {
        return SenderConfig.builder()
                .inTheClear()
                .network(network())
                .publicAddress(publicGroup)
                .privateAddress(privateGroup)
                .grtt(0.05, 0.01, 1)
                .rateBitsPerSecond(200_000_000)
                .files(files);
    }

    ReceiverConfig.Builder receiver(Path directory) {
        return ReceiverConfig.builder()
                .network(network())
                .publicAddresses(List.of(publicGroup))
                .destDirs(List.of(directory));
    }

    /** A running receiver with what it heard. */
    record Receiver(int id, Path directory, ReceiverHandle handle, Recorder heard) {
        ReceiveReport stop() throws Exception {
            return handle.stop("the test is over").get(MAX_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Starts receivers with directories and IDs of their own. */
    List<Receiver> receivers(UftpEngine engine, Path directory, int count) throws Exception {
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Path own = Files.createDirectories(directory.resolve("receiver" + i));
            Recorder heard = new Recorder();
            int id = 0x1000 + i;
            receivers.add(new Receiver(
                    id, own, engine.receive(receiver(own).uniqueId(id).build(), heard), heard));
        }
        return receivers;
    }

    /** IDs for a closed group: its announce phase ends when all are there. */
    static List<Integer> ids(List<Receiver> receivers) {
        return receivers.stream().map(Receiver::id).toList();
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file of random content. */
    static Path file(Path directory, String name, int size, long seed) throws IOException {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    static void assertSame(Path expected, Path actual) throws IOException {
        assertTrue(Files.exists(actual), actual + " is missing");
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(actual), actual + " differs");
    }

    /** The only entries of a directory. */
    static List<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    static SendReport await(SenderHandle sender) throws Exception {
        return sender.result().get(MAX_SECONDS, TimeUnit.SECONDS);
    }

    /** Remembers everything. */
    static final class Recorder implements SessionListener {
        final List<SessionEvent> events = new CopyOnWriteArrayList<>();
        final List<String> warnings = new CopyOnWriteArrayList<>();
        final List<SendProgress> progress = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(int groupId, SessionEvent event) {
            events.add(event);
        }

        /** How the only session ended, or null. */
        SessionEvent.SessionEnded ended() {
            for (SessionEvent event : events) {
                if (event instanceof SessionEvent.SessionEnded ended) {
                    return ended;
                }
            }
            return null;
        }

        @Override
        public void onProgress(SendProgress now) {
            progress.add(now);
        }

        @Override
        public void onWarning(String message) {
            warnings.add(message);
        }
    }
}
