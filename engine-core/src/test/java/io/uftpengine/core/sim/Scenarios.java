package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;

/** What several scenario tests expect. */
final class Scenarios {
    /** For a look at a failing scenario. */
    static final SimObserver PRINT =
            (host, nowNs, event) -> System.out.printf("%.6f %s %s%n", nowNs / 1e9, host, event);

    /** The same for all that is sent but blocks. */
    static final SimAttacker.Attack LISTEN =
            attacker -> attacker.listen((fromSender, function, from, datagram, nowNs) ->
                    System.out.printf("%.6f %s sends %s%n", nowNs / 1e9, fromSender ? "sender" : from, function));

    private Scenarios() {}

    /** Everybody has every file, knows it, and was told that the session is over. */
    static void assertAllDone(SimReport report, int receivers, int files) {
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome(), report::toString);
        assertEquals((long) receivers * files, report.committed(), report::toString);
        assertEquals(receivers, report.receiversIn(ReceiverState.DONE), report::toString);
        for (int i = 0; i < receivers; i++) {
            assertDone(report, i, files);
        }
    }

    /** One receiver has every file. */
    static void assertDone(SimReport report, int receiver, int files) {
        assertEquals(SessionOutcome.COMPLETED, report.receiverOutcome(receiver), report::toString);
        assertEquals(ReceiverState.DONE, report.state(receiver), report::toString);
        assertEquals(files, report.committed(receiver), report::toString);
        for (int file = 1; file <= files; file++) {
            assertEquals(FileOutcome.COPY, report.result(receiver, file), report::toString);
        }
    }

    /** How often a block is sent until the last of the receivers has it, if only what is lost is sent again. */
    static double expectedSends(long receivers, double loss) {
        double sum = 0;
        for (int sends = 0; sends < 1000; sends++) {
            sum += 1 - Math.pow(1 - Math.pow(loss, sends), receivers);
        }
        return sum;
    }
}
