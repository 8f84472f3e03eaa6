package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionPhaseTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;

    private static SenderHarness inCompletion(Setup setup, int... receivers) {
        SenderHarness host = setup.file("f", 1000).start();
        host.allRegister(receivers).allAck(1, receivers);
        for (int receiver : receivers) {
            host.complete(receiver, 1);
        }
        return host;
    }

    @Test
    void shouldAskTheRestAndConfirmEachSoon() {
        SenderHarness host = inCompletion(Setup.closed(A, B), A, B);
        assertEquals(new Done(0, 0, IdList.of(A, B)), host.last(Done.class));
        host.complete(A, 0);
        host.run(2 * MS);
        assertEquals(List.of(new DoneConf(IdList.of(A))), host.messages(DoneConf.class));
        assertEquals(ReceiverState.DONE, host.participant(A).state());
        host.run(30 * MS);
        assertEquals(new Done(0, 0, IdList.of(B)), host.last(Done.class));
        assertFalse(host.session.isTerminated());
        host.complete(B, 0);
        assertEquals(new DoneConf(IdList.of(B)), host.last(DoneConf.class), "the last one at once");
    }

    @Test
    void shouldLingerOneGrttForRepetitions() {
        SenderHarness host = inCompletion(Setup.closed(A), A);
        host.complete(A, 0);
        host.run(5 * MS);
        assertFalse(host.session.isTerminated());
        host.complete(A, 0);
        host.run(2 * MS);
        assertEquals(2, host.messages(DoneConf.class).size());
        host.run(3 * MS);
        assertTrue(host.session.isTerminated(), "after 10 ms");
        assertEquals(2 + 1, host.messages(DoneConf.class).size(), "and once more to all at the end");
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
    }

    /** Over a satellite a GRTT more is long, and no receiver repeats its COMPLETE within it. */
    @Test
    void shouldLingerForAQuarterOfALongGrtt() {
        Setup setup = Setup.closed(A).file("f", 1000);
        SenderHarness host = setup.start();
        host.register(A, 600 * MS);
        host.ackFileInfo(A, 1, 600 * MS);
        host.complete(A, 1);
        host.complete(A, 0);
        long grttNs = host.session.view().grttNs();
        assertTrue(grttNs > 500 * MS, "GRTT " + grttNs);
        host.run(grttNs / 4 - MS);
        assertFalse(host.session.isTerminated());
        host.run(2 * MS);
        assertTrue(host.session.isTerminated());
        assertEquals(2, host.messages(DoneConf.class).size());
    }

    @Test
    void shouldKeepTheResultsOfThoseThatVanish() {
        SenderHarness host = inCompletion(Setup.closed(A, B), A, B);
        host.complete(A, 0);
        long start = host.now;
        host.run(10 * SECOND);
        assertEquals(20, host.dones().stream().filter(d -> d.fileId() == 0).count());
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertEquals(FileOutcome.COPY, host.participant(B).outcome(0));
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertTrue(host.session.view().elapsedNs(host.now) < host.now - start);
    }

    @Test
    void shouldNotFailAReceiverAfterItsEnd() {
        SenderHarness host = inCompletion(Setup.closed(A, B), A, B);
        host.complete(A, 0);
        host.run(3 * MS);
        host.receive(A, new Abort(0, 0, "late"));
        assertEquals(ReceiverState.DONE, host.participant(A).state());
        host.receive(B, new Abort(0, 0, "gone"));
        host.run(SECOND);
        assertEquals(ReceiverState.ABORTED, host.participant(B).state());
        assertEquals(FileOutcome.COPY, host.participant(B).outcome(0));
        assertTrue(host.session.isTerminated());
    }

    @Test
    void shouldReportNothingDelivered() {
        SenderHarness host = Setup.closed(A).start();
        host.allRegister(A);
        assertEquals(new Done(0, 0, IdList.of(A)), host.last(Done.class));
        host.finishSession(A);
        assertEquals(SessionOutcome.NOTHING_DELIVERED, host.session.view().outcome());
    }

    @Test
    void shouldInterruptWithoutTouchingWhatIsDone() {
        SenderHarness host = inCompletion(Setup.closed(A, B), A, B);
        host.complete(A, 0);
        host.run(3 * MS);
        host.abort("user");
        assertEquals(ReceiverState.DONE, host.participant(A).state());
        assertEquals(ReceiverState.ABORTED, host.participant(B).state());
        assertEquals(FileOutcome.COPY, host.participant(B).outcome(0));
        assertEquals(SessionOutcome.INTERRUPTED, host.session.view().outcome());
    }
}
