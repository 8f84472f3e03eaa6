package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** What the image promises to who runs it. */
@DockerTest
class ImageIT {
    private static final String USER = "10001";
    private static final long MOST_BYTES = 220_000_000;
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration UNTIL_CHECKED = Duration.ofSeconds(30);

    private static final Duration CLEAN_END = Duration.ofSeconds(5);

    @Test
    void shouldBeSmall() {
        Long bytes = DockerClientFactory.lazyClient()
                .inspectImageCmd(Images.ENGINE.image())
                .exec()
                .getSize();
        System.out.println("[docker] the image has " + bytes / 1_000_000 + " MB");
        assertTrue(bytes < MOST_BYTES, () -> "bytes: " + bytes);
    }

    @Test
    void shouldTransferWithoutAnyRightAndReadOnly() {
        try (GenericContainer<?> demo = oneShot("demo", "--no-progress")) {
            demo.withTmpFs(Map.of("/tmp", "rw,exec,size=300m"))
                    .withCreateContainerCmdModifier(create -> create.getHostConfig()
                            .withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges")));
            demo.start();
            assertTrue(demo.getLogs(OutputType.STDOUT).contains("every copy is right"), demo::getLogs);
        }
    }

    @Test
    void shouldKeepStdoutForResults() {
        try (GenericContainer<?> version = oneShot("--version")) {
            version.start();
            String out = version.getLogs(OutputType.STDOUT);
            assertTrue(out.startsWith("uftp-engine ") && out.strip().lines().count() == 1, out);
            assertEquals("", version.getLogs(OutputType.STDERR));
        }
    }

    @Test
    void shouldRunAsOrdinaryUserAndEndCleanlyAndTellItsHealth() throws Exception {
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            Node receiver = network.receiver("r1", Images.ENGINE);
            // The image's check, more often than the image asks for it.
            receiver.container()
                    .withCreateContainerCmdModifier(
                            create -> create.withHealthcheck(new HealthCheck().withInterval(CHECK_INTERVAL.toNanos())));
            receiver.start();
            assertEquals(USER, receiver.run("stat", "-c", "%u", "/proc/1"));
            assertEquals(USER, receiver.run("stat", "-c", "%u", Node.INCOMING));
            // A JVM maps an archive only if it is of this very jar and Java.
            assertNotEquals("0", receiver.run("sh", "-c", "grep -c uftp-engine.jsa /proc/1/maps || true"));
            Awaitility.await("healthy")
                    .atMost(UNTIL_CHECKED)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> "healthy"
                            .equals(receiver.inspect().getState().getHealth().getStatus()));

            receiver.terminate();

            assertEquals(0, receiver.exitCode(CLEAN_END), receiver::toString);
            assertTrue(receiver.out().contains("stopped; 0 sessions completed"), receiver::toString);
        }
    }

    @Test
    void shouldRunWithoutEndpointAndHandOnExitCodes() throws Exception {
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            Node silent = network.receiver("silent", Images.ENGINE)
                    .setting("UFTP_ENGINE_METRICS", "")
                    .start();
            // 0x24F8 is the port, 0A a listening socket.
            assertEquals("0", silent.run("sh", "-c", "grep -c ':24F8 .* 0A ' /proc/net/tcp || true"));
            Node wrong = network.sender("wrong", Images.ENGINE, Images.file("pom.xml"), "--no-such-option")
                    .start();
            assertEquals(1, wrong.exitCode(CLEAN_END), wrong::toString);
        }
    }

    private static GenericContainer<?> oneShot(String... command) {
        return new GenericContainer<>(DockerImageName.parse(Images.ENGINE.image()))
                .withImagePullPolicy(ignored -> false)
                .withCommand(command)
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofSeconds(60)));
    }
}
