package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ServiceManagerTest {
    private static final long PID = 4711;

    @TempDir
    Path dir;

    private static ServiceManager managerAt(String name) {
        return ServiceManager.of(Map.of(ServiceManager.SOCKET_VARIABLE, name), PID);
    }

    private NotifySocket socket(boolean isAbstract) {
        return new NotifySocket(
                isAbstract
                        ? "@uftp-engine-test-" + UUID.randomUUID()
                        : dir.resolve("notify").toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellTheLifeOfAServiceInOrder(boolean isAbstract) throws Exception {
        try (NotifySocket socket = socket(isAbstract)) {
            try (ServiceManager manager = managerAt(socket.name())) {
                manager.ready("receiving");
                manager.alive();
                manager.status("gr\u00fc\u00df");
                manager.stopping();
            }
            assertEquals("READY=1\nSTATUS=receiving", socket.next());
            assertEquals("WATCHDOG=1", socket.next());
            assertEquals("STATUS=gr\u00fc\u00df", socket.next());
            assertEquals("STOPPING=1\nSTATUS=stopping", socket.next());
            assertEquals(List.of(), socket.rest());
        }
    }

    @Test
    void shouldSayThatItStopsAtTheLatestWhenItIsClosed() throws Exception {
        try (NotifySocket socket = socket(false)) {
            ServiceManager manager = managerAt(socket.name());
            manager.close();
            manager.close();
            assertEquals("STOPPING=1\nSTATUS=stopping", socket.next());
            manager.alive();
            assertEquals(List.of(), socket.rest());
        }
    }

    @Test
    void shouldTellAStatusOnceAndInOneLine() throws Exception {
        try (NotifySocket socket = socket(false)) {
            try (ServiceManager manager = managerAt(socket.name())) {
                manager.status("a\nREADY=1");
                manager.status("a\nREADY=1");
                manager.status("b".repeat(10_000));
            }
            assertEquals("STATUS=a READY=1", socket.next());
            assertEquals("STATUS=" + "b".repeat(ServiceManager.MAX_STATUS_CHARS), socket.next());
            assertTrue(socket.next().startsWith("STOPPING=1"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "10000000, -, 5000000000",
                "10000000, 4711, 5000000000",
                "10000000, 4712, -",
                "-, -, -",
                "0, -, -",
                "soon, -, -",
                "18446744073709551615, -, -",
            })
    void shouldFeedTheWatchdogTwiceInItsTime(String micros, String pid, Long intervalNs) {
        Map<String, String> environment = new HashMap<>(Map.of(ServiceManager.SOCKET_VARIABLE, "/nowhere"));
        environment.put(ServiceManager.WATCHDOG_VARIABLE, micros);
        environment.put(ServiceManager.WATCHDOG_PID_VARIABLE, pid);
        environment.values().removeAll(Collections.singleton(null));
        try (ServiceManager manager = ServiceManager.of(environment, PID)) {
            assertEquals(
                    intervalNs == null ? OptionalLong.empty() : OptionalLong.of(intervalNs),
                    manager.watchdogIntervalNs());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "@", "relative", "vsock:2:1234", "/no/such/socket", "@no-such-abstract-name"})
    void shouldDoNothingWithoutASocketToTell(String name) {
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            try (ServiceManager manager = managerAt(name)) {
                manager.ready("receiving");
                manager.alive();
                manager.status("still");
                manager.stopping();
            }
        });
    }

    /** As systemd is when it has executed itself anew, or a container was given another one's socket. */
    @Test
    void shouldFindAManagerThatComesBack() throws Exception {
        Path path = dir.resolve("notify");
        try (ServiceManager manager = managerAt(path.toString())) {
            manager.alive();
            for (int i = 0; i < 2; i++) {
                Files.deleteIfExists(path);
                try (NotifySocket socket = socket(false)) {
                    manager.status("round " + i);
                    // The sign of life leaves on a thread of its own, perhaps only now.
                    List<String> told = socket.upTo("STATUS");
                    assertEquals("STATUS=round " + i, told.get(told.size() - 1));
                }
            }
        }
    }

    /** Its queue in the kernel is full: messages are left out, nobody waits, and those that fitted arrive. */
    @Test
    void shouldNotWaitForAManagerThatDoesNotRead() throws Exception {
        int told = 10_000;
        try (NotifySocket socket = NotifySocket.deaf(dir.resolve("notify").toString())) {
            Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
                try (ServiceManager manager = managerAt(socket.name())) {
                    for (int i = 0; i < told; i++) {
                        manager.alive();
                    }
                }
            });
            socket.read();
            assertEquals("WATCHDOG=1", socket.next());
            assertTrue(socket.rest().size() < told / 2);
        }
    }
}
