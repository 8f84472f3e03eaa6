package io.uftpengine.cli;

import static io.uftpengine.cli.EngineProcess.args;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.management.NotifySocket;
import io.uftpengine.core.management.ServiceManager;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program under a service manager, which the test plays. */
@Timeout(120)
class ServiceNotesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String WATCHDOG_USEC = "200000";

    private final String[] corner;

    @TempDir
    Path dir;

    ServiceNotesIT() throws IOException {
        corner = EngineProcess.corner();
    }

    private EngineProcess receiver(Map<String, String> environment, String... more) throws IOException {
        return EngineProcess.startIn(environment, JAVA_HOME, dir, args("receive", corner, more));
    }

    /** As the kernel lists it: in the byte order of this machine. */
    private boolean isGroupJoined() throws IOException {
        int group = ByteBuffer.wrap(InetAddress.getByName(corner[5]).getAddress())
                .order(ByteOrder.nativeOrder())
                .getInt();
        return Files.readString(Path.of("/proc/net/igmp")).contains(String.format("%08X", group));
    }

    @Test
    void shouldTellWhenItIsReadyThatItIsAliveAndThatItStops() throws Exception {
        Path file = Files.write(dir.resolve("f"), new byte[100_000]);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        try (NotifySocket socket = new NotifySocket(dir.resolve("notify").toString())) {
            Map<String, String> environment = Map.of("NOTIFY_SOCKET", socket.name(), "WATCHDOG_USEC", WATCHDOG_USEC);
            try (EngineProcess receive = receiver(environment, "-D", incoming.toString(), "-U", "0xBEEF")) {
                String ready = socket.next();
                assertTrue(isGroupJoined(), ready);
                assertTrue(ready.startsWith("READY=1\nSTATUS=receiving on lo, ID 0x0000BEEF"), ready);
                for (int i = 0; i < 5; i++) {
                    socket.upTo("WATCHDOG=1");
                }
                try (EngineProcess send =
                        EngineProcess.start(dir, args("send", corner, "-H", "0xBEEF", "-R", "100M", file.toString()))) {
                    assertEquals(0, send.exitCode(PATIENCE), send::toString);
                }
                socket.upTo("STATUS=waiting for senders; 1 file, 100.0 kB so far");
                receive.signal("TERM");
                List<String> last = socket.upTo("STOPPING=1");
                assertEquals(0, receive.exitCode(PATIENCE), receive::toString);
                assertTrue(last.stream().noneMatch(message -> message.startsWith("READY")), last::toString);
                assertEquals(
                        "",
                        receive.err()
                                .lines()
                                .filter(line -> line.contains("WARN"))
                                .findAny()
                                .orElse(""));
            }
        }
    }

    @Test
    void shouldTellHowFarASenderIs() throws Exception {
        Path file = Files.write(dir.resolve("f"), new byte[4_000_000]);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        try (NotifySocket socket = new NotifySocket(
                        "@uftp-engine-" + ProcessHandle.current().pid());
                EngineProcess receive = receiver(Map.of(), "-D", incoming.toString(), "-U", "0xBEEF")) {
            receive.awaitOut("receiving on lo");
            try (EngineProcess send = EngineProcess.startIn(
                    Map.of("NOTIFY_SOCKET", socket.name(), "WATCHDOG_USEC", WATCHDOG_USEC),
                    JAVA_HOME,
                    dir,
                    args("send", corner, "-H", "0xBEEF", "-R", "8Mbit/s", "--no-progress", file.toString()))) {
                assertEquals("READY=1\nSTATUS=sending on lo to " + corner[5] + ":" + corner[3], socket.next());
                List<String> all = socket.upTo("STOPPING=1");
                assertEquals(0, send.exitCode(PATIENCE), send::toString);
                assertTrue(
                        all.stream().anyMatch(one -> one.matches("STATUS=[1-9].* of 4\\.0 MB, .*bit/s, .*: f")),
                        all::toString);
                assertTrue(all.contains("WATCHDOG=1"), all::toString);
            }
        }
    }

    @Test
    void shouldTransferAllTheSameWhenNobodyListens() throws Exception {
        Path file = Files.write(dir.resolve("f"), new byte[100_000]);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", dir.resolve("nobody").toString(), "WATCHDOG_USEC", WATCHDOG_USEC);
        try (EngineProcess receive = receiver(environment, "-D", incoming.toString(), "-U", "0xBEEF")) {
            receive.awaitOut("receiving on lo");
            try (EngineProcess send = EngineProcess.startIn(
                    environment, JAVA_HOME, dir, args("send", corner, "-H", "0xBEEF", "-R", "100M", file.toString()))) {
                assertEquals(0, send.exitCode(PATIENCE), send::toString);
                assertEquals(1, warnings(send), send::toString);
            }
            receive.awaitOut("completed");
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(PATIENCE), receive::toString);
            assertEquals(1, warnings(receive), receive::toString);
        }
        assertEquals(100_000, Files.size(incoming.resolve("f")));
    }

    private static long warnings(EngineProcess process) {
        return process.err()
                .lines()
                .filter(line -> line.contains("cannot notify the service manager"))
                .count();
    }

    /** A sender without a service manager pays nothing for the possibility. */
    @Test
    void shouldLoadNothingOfItUnlessAsked() throws Exception {
        for (boolean isAsked : new boolean[] {false, true}) {
            Path loaded = dir.resolve("classes-" + isAsked);
            String options = "-Xlog:class+load:file=" + loaded;
            Map<String, String> environment = isAsked
                    ? Map.of("JAVA_TOOL_OPTIONS", options, "NOTIFY_SOCKET", "/no/such/socket")
                    : Map.of("JAVA_TOOL_OPTIONS", options);
            try (EngineProcess send = EngineProcess.startIn(
                    environment, JAVA_HOME, dir, args("send", corner, "-s", "10", "-r", "0.1:0.1:0.1", "/dev/null"))) {
                assertEquals(7, send.exitCode(PATIENCE), send::toString);
            }
            String classes = Files.readString(loaded);
            assertTrue(classes.contains("io.uftpengine.core.engine.UftpEngine "));
            assertEquals(isAsked, classes.contains(ServiceManager.class.getName() + " "));
            assertEquals(isAsked, classes.contains("io.netty.channel.epoll.EpollDomainDatagramChannel "));
        }
    }
}
