package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.engine.TwoHosts.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two hosts: IPv6 multicast, and interfaces that go down and come back. */
class NamespaceIT {
    private static final String GROUP = "239.3.0.1";
    private static final String PRIVATE = "239.3.0.2";
    private static final int RECEIVER = 5;

    @TempDir
    Path directory;

    private TwoHosts hosts;
    private Path dest;

    @BeforeEach
    void start() throws Exception {
        String obstacle = TwoHosts.obstacle();
        if (obstacle != null) {
            System.out.println("NamespaceIT skipped: " + obstacle);
        }
        Assumptions.assumeTrue(obstacle == null, obstacle);
        hosts = new TwoHosts();
        dest = Files.createDirectory(directory.resolve("dest"));
    }

    @AfterEach
    void end() throws Exception {
        if (hosts != null) {
            hosts.remove();
        }
    }

    private Running receiver(String group) throws Exception {
        Running running = hosts.java(hosts.two, "receive", "e0", group, dest.toString(), Integer.toString(RECEIVER));
        running.await("READY");
        return running;
    }

    private Running sender(String group, String privateGroup, Path file, long rate) throws Exception {
        return hosts.java(
                hosts.one,
                "send",
                "e0",
                group,
                privateGroup,
                file.toString(),
                Long.toString(rate),
                Integer.toString(RECEIVER));
    }

    private boolean isJoined(String group) throws Exception {
        return TwoHosts.run("ip", "-n", hosts.two, "maddr", "show", "dev", "e0").contains(group);
    }

    @Test
    void shouldDeliverByIpv6Multicast() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1_000_000, 1);
        try (Running receiver = receiver("ff02::4:77");
                Running sender = sender("ff02::4:77", "ff02::5:x", file, 50_000_000)) {
            assertEquals(
                    "REPORT COMPLETED true",
                    sender.line("REPORT"),
                    sender.lines().toString());
            Loopback.assertSame(file, dest.resolve("a.bin"));
            assertTrue(
                    receiver.lines().stream().noneMatch(l -> l.startsWith("WARNING")),
                    receiver.lines().toString());
        }
    }

    @Test
    void shouldGoOnAfterTheInterfaceWasDown() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 2_000_000, 2);
        try (Running receiver = receiver(GROUP);
                Running sender = sender(GROUP, PRIVATE, file, 4_000_000)) {
            sender.await("PassStarted");
            hosts.down(hosts.one);
            // Sends fail with ENETUNREACH or ENETDOWN meanwhile.
            Awaitility.await().pollDelay(1, TimeUnit.SECONDS).until(() -> sender.process()
                    .isAlive());
            hosts.up(hosts.one);
            assertEquals(
                    "REPORT COMPLETED true",
                    sender.line("REPORT"),
                    sender.lines().toString());
            Loopback.assertSame(file, dest.resolve("a.bin"));
            assertTrue(receiver.process().isAlive());
        }
    }

    @Test
    void shouldJoinAgainOnAnInterfaceThatIsANewOne() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 100_000, 3);
        try (Running receiver = receiver(GROUP)) {
            Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> isJoined(GROUP));
            hosts.unplug();
            hosts.plug();
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> isJoined(GROUP));
            try (Running sender = sender(GROUP, PRIVATE, file, 50_000_000)) {
                assertEquals(
                        "REPORT COMPLETED true",
                        sender.line("REPORT"),
                        sender.lines().toString());
            }
            Loopback.assertSame(file, dest.resolve("a.bin"));
            assertTrue(receiver.process().isAlive());
            Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> !isJoined(PRIVATE));
        }
    }
}
