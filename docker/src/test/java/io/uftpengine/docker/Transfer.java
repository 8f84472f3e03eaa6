package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One sender's session under way: a file for a closed group of receivers. */
record Transfer(Node sender, TestFile file, List<Node> receivers) {
    /** Starts a sender on the network. The receivers are started already: the group is their addresses. */
    static Transfer start(
            ContainerNetwork network, Images image, TestFile file, List<Node> receivers, String... options) {
        Node sender = prepare(network, image, file, receivers, options);
        sender.start();
        return new Transfer(sender, file, receivers);
    }

    /** The sender alone, to be started by the caller. */
    static Node prepare(
            ContainerNetwork network, Images image, TestFile file, List<Node> receivers, String... options) {
        String group = receivers.stream().map(Node::address).collect(Collectors.joining(","));
        return network.sender(
                "sender-of-" + file.path().getFileName(),
                image,
                file.path(),
                Stream.concat(Stream.of("-H", group), Stream.of(options)).toArray(String[]::new));
    }

    /** Waits for the sender's end, checks its exit code, and returns its report. */
    SenderReport end(int exitCode, Duration patience) {
        assertEquals(exitCode, sender.exitCode(patience), sender::toString);
        return new SenderReport(sender.out());
    }

    /** Every one of its receivers has the whole file, by hash, and the sender knows. */
    void assertDelivered(SenderReport report) {
        assertDelivered(report, receivers);
    }

    /** Some of its receivers have, by hash, and the sender knows. */
    void assertDelivered(SenderReport report, List<Node> some) {
        for (Node receiver : some) {
            assertEquals(file.hash(), receiver.hash(file.copy()), receiver::toString);
            assertEquals("done", report.row(receiver).state(), report::toString);
            assertEquals(file.bytes(), report.row(receiver).bytes(), report::toString);
        }
    }
}
