package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** One container that runs the engine as a sender or a receiver. */
final class Node implements AutoCloseable {
    static final String INCOMING = "/srv/incoming";

    private static final String OUTGOING = "/srv/outgoing";
    private static final int READABLE = 0644;
    /** The management endpoint's default address in the image; asked from inside, so that the link has no part in it. */
    private static final String SCRAPE =
            "exec 3<>/dev/tcp/127.0.0.1/9464; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";

    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final Duration PROGRESS_TIME = Duration.ofSeconds(60);

    /** A sender may have ended before anybody looks; how it ended is for the test to judge. */
    private static final class AnyState extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String containerId) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    private static final class AnyMoment extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }

    private final String name;
    private final GenericContainer<?> container;

    private Node(Network network, String name, Images image, List<String> command) {
        this.name = name;
        container = new GenericContainer<>(DockerImageName.parse(image.image()))
                .withImagePullPolicy(ignored -> false)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCommand(command.toArray(String[]::new));
        if (image == Images.RIG) {
            container.withCreateContainerCmdModifier(
                    create -> create.getHostConfig().withCapAdd(Capability.NET_ADMIN));
        }
    }

    static Node receiver(Network network, String name, Images image, String... options) {
        List<String> command = new ArrayList<>(List.of("receive", "-B", "4M"));
        command.addAll(List.of(options));
        Node node = new Node(network, name, image, command);
        node.container.waitingFor(Wait.forLogMessage(".*receiving on .*\\n", 1).withStartupTimeout(START_TIME));
        return node;
    }

    static Node sender(Network network, String name, Images image, List<Path> files, String... options) {
        List<String> command = new ArrayList<>(List.of("send", "--json", "-B", "4M"));
        command.addAll(List.of(options));
        files.forEach(file -> command.add(OUTGOING + "/" + file.getFileName()));
        Node node = new Node(network, name, image, command);
        files.forEach(file -> node.container.withCopyFileToContainer(
                MountableFile.forHostPath(file, READABLE), OUTGOING + "/" + file.getFileName()));
        node.container.withStartupCheckStrategy(new AnyState()).waitingFor(new AnyMoment());
        return node;
    }

    /** A variable: those of the image, and for the rig those in docker/rig/rig-entry.sh. Before the start. */
    Node setting(String setting, String value) {
        container.withEnv(setting, value);
        return this;
    }

    Node start() {
        container.start();
        return this;
    }

    GenericContainer<?> container() {
        return container;
    }

    /** What stands for this container in `-H`: its IPv4 address, which is its ID. */
    String address() {
        return inspect()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
    }

    /** The ID as reports have it. */
    String id() {
        StringBuilder id = new StringBuilder("0x");
        for (String number : address().split("\\.", -1)) {
            id.append(String.format("%02X", Integer.parseInt(number)));
        }
        return id.toString();
    }

    InspectContainerResponse inspect() {
        return container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec();
    }

    /** Waits for the end of the process; its exit code. */
    int exitCode(Duration patience) {
        return container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(patience.toSeconds(), TimeUnit.SECONDS);
    }

    String out() {
        return container.getLogs(OutputType.STDOUT);
    }

    /** Runs a command inside as root and returns what it printed; fails when it fails. */
    String run(String... command) {
        try {
            ExecResult result = container.execInContainer(
                    ExecConfig.builder().user("root").command(command).build());
            assertEquals(0, result.getExitCode(), () -> name + ": " + String.join(" ", command) + ": " + result);
            return result.getStdout().strip();
        } catch (IOException e) {
            throw new IllegalStateException(name + ": " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it serves under /metrics. */
    Metrics metrics() {
        return new Metrics(run("bash", "-c", SCRAPE));
    }

    boolean isRunning() {
        return container.isRunning();
    }

    /** SHA-256 of a file, hexadecimal. */
    String hash(String path) {
        return run("sha256sum", path).split(" ", 2)[0];
    }

    /** Waits until so much has arrived at the network interface: the transfer is on its way. */
    void awaitArrived(long bytes) {
        Awaitility.await(name + " has received " + bytes + " bytes")
                .atMost(PROGRESS_TIME)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Long.parseLong(run("cat", "/sys/class/net/eth0/statistics/rx_bytes")) >= bytes);
    }

    /** SIGTERM. */
    void terminate() {
        container
                .getDockerClient()
                .killContainerCmd(container.getContainerId())
                .withSignal("TERM")
                .exec();
    }

    void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** The same container once more, after its end: same file, same address. */
    void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    void pause() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    void goOn() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    @Override
    public String toString() {
        return container.getContainerId() == null ? name : name + ":\n" + container.getLogs();
    }
}
