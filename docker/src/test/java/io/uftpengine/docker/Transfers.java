package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What most tests ask of a transfer. */
final class Transfers {
    private Transfers() {}

    /** The value of `-H` for these receivers. */
    static String group(List<Node> receivers) {
        return receivers.stream().map(Node::address).collect(Collectors.joining(","));
    }

    /** Waits for the sender's end, checks its exit code, and returns its report. */
    static SenderReport reportOf(Node sender, int exitCode, Duration patience) {
        assertEquals(exitCode, sender.exitCode(patience), sender::toString);
        return new SenderReport(sender.out());
    }

    /** Every one of them has the whole file, by hash, and the sender knows. */
    static void assertDelivered(TestFile file, List<Node> receivers, SenderReport report) {
        for (Node receiver : receivers) {
            assertEquals(file.hash(), receiver.hash(file.copy()), receiver::toString);
            assertEquals("done", report.row(receiver).state(), report::toString);
            assertEquals(file.bytes(), report.row(receiver).bytes(), report::toString);
        }
    }
}
