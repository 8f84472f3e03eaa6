package io.uftpengine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/** A Docker network with an address range of its own out of 198.19.0.0/16, and the containers on it. Closing removes all of it. */
final class ContainerNetwork implements AutoCloseable {
    /** More receivers on one machine would compile ahead all through the test. */
    private static final int MOST_WARM = 2;

    /** Third numbers of the address ranges; those above are the Docker engine's own. */
    private static final int RANGES = 200;

    private static final Path IPV6_FORWARDING = Path.of("/proc/sys/net/ipv6/conf/all/forwarding");

    private final Network network;
    private final List<Node> nodes = new ArrayList<>();
    /** What the host had before Docker changed it, or null when nothing is to be put back. */
    private final String hostForwarding;

    private ContainerNetwork(Network network, String hostForwarding) {
        this.network = network;
        this.hostForwarding = hostForwarding;
    }

    static ContainerNetwork ipv4() {
        return new ContainerNetwork(firstFree(false), null);
    }

    /** IPv4 and fd00:198:19::/64. Docker turns the host's IPv6 forwarding on for it, which closing undoes. */
    static ContainerNetwork ipv6() throws IOException {
        String before = Files.isReadable(IPV6_FORWARDING) ? Files.readString(IPV6_FORWARDING) : null;
        return new ContainerNetwork(firstFree(true), before);
    }

    /** A receiver on this network, not started yet. */
    Node receiver(String name, Images image, String... options) {
        return add(Node.receiver(network, name, image, options));
    }

    /** A sender on this network, not started yet. */
    Node sender(String name, Images image, Path file, String... options) {
        return sender(name, image, List.of(file), options);
    }

    Node sender(String name, Images image, List<Path> files, String... options) {
        return add(Node.sender(network, name, image, files, options));
    }

    /** As many receivers as said, r1, r2 …, started. */
    List<Node> receivers(int count, Images image, String... options) {
        List<Node> receivers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Node node = receiver("r" + i, image, options);
            if (count > MOST_WARM) {
                node.setting("JDK_JAVA_OPTIONS", "-Duftp.engine.warm-up=false");
            }
            receivers.add(node);
        }
        start(receivers);
        return receivers;
    }

    /** Starts them together and waits until all are ready. */
    static void start(List<Node> nodes) {
        Startables.deepStart(nodes.stream().map(Node::container).toList()).join();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Node::close);
        network.close();
        if (hostForwarding != null && Files.isWritable(IPV6_FORWARDING)) {
            Files.writeString(IPV6_FORWARDING, hostForwarding);
        }
    }

    private Node add(Node node) {
        nodes.add(node);
        return node;
    }

    /** Others' networks, and what a killed run left, may have some of the ranges. */
    private static Network firstFree(boolean hasIpv6) {
        DockerException last = null;
        for (int range = 0; range < RANGES; range++) {
            try {
                return create(range, hasIpv6);
            } catch (DockerException e) {
                if (!String.valueOf(e.getMessage()).contains("overlaps")) {
                    throw e;
                }
                last = e;
            }
        }
        throw new IllegalStateException("no free range in 198.19.0.0/16 for a network", last);
    }

    private static Network create(int range, boolean hasIpv6) {
        List<Ipam.Config> ranges = new ArrayList<>();
        ranges.add(new Ipam.Config().withSubnet("198.19." + range + ".0/24"));
        if (hasIpv6) {
            ranges.add(new Ipam.Config().withSubnet("fd00:198:19:" + Integer.toHexString(range) + "::/64"));
        }
        Network network = Network.builder()
                .enableIpv6(hasIpv6)
                .createNetworkCmdModifier(create -> create.withIpam(new Ipam().withConfig(ranges)))
                .build();
        network.getId(); // created here, not at the first use
        return network;
    }
}
