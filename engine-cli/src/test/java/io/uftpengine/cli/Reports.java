package io.uftpengine.cli;

import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SendReport.FileReport;
import io.uftpengine.core.engine.SendReport.ReceiverReport;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.List;

/** Reports for tests. */
final class Reports {
    private Reports() {}

    /** Everything delivered to one receiver. */
    static SendReport complete() {
        return of(SessionOutcome.COMPLETED, receiver(0x7F000001, ReceiverState.DONE, FileOutcome.COPY));
    }

    /** One of two receivers got it. */
    static SendReport partial() {
        return of(
                SessionOutcome.COMPLETED,
                receiver(0x7F000001, ReceiverState.DONE, FileOutcome.COPY),
                receiver(0xC6120002, ReceiverState.LOST, FileOutcome.LOST));
    }

    static SendReport of(SessionOutcome outcome, ReceiverReport... receivers) {
        return new SendReport(
                0xAB,
                outcome,
                outcome == SessionOutcome.COMPLETED ? "" : "because",
                List.of(new FileReport(1, "dir/a\u001b[2J\"b", 2_000_000, "")),
                List.of(receivers),
                1_500_000_000L,
                2_100_000,
                1700,
                1600,
                62,
                40);
    }

    static ReceiverReport receiver(int id, ReceiverState state, FileOutcome outcome) {
        return new ReceiverReport(
                id,
                state,
                state == ReceiverState.LOST ? "fell silent" : "",
                List.of(outcome),
                40,
                2_000_000,
                1_400_000_000L,
                900_000);
    }
}
