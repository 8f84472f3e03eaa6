package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEndTest {
    private static final long SIZE = 950;
    private static final SectionLayout LAYOUT = new SectionLayout(SIZE, BLOCK);
    private static final long G = QuantizedRtt.decodeNanos(QuantizedRtt.encode(0.1));
    private static final CongCtrl CONG_CTRL = new CongCtrl(1, 2, 3, List.of());

    @Test
    void shouldRepeatTheLastCompleteUntilConfirmed() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(done(0, 0, WE));
        assertEquals(1, receiver.sent(Complete.class).size());
        receiver.pass(4 * G - 1);
        assertEquals(1, receiver.sent(Complete.class).size());
        receiver.pass(1);
        assertEquals(2, receiver.sent(Complete.class).size());
        receiver.deliver(done(0, 0, WE));
        assertEquals(3, receiver.sent(Complete.class).size());
        receiver.deliver(done(0, 0, THEY));
        receiver.deliver(new DoneConf(THEY));
        assertEquals(3, receiver.sent(Complete.class).size());
        assertNull(receiver.ended());
        receiver.deliver(new DoneConf(WE));
        assertEquals(new SessionEvent.SessionEnded(SessionOutcome.COMPLETED, ""), receiver.ended());
        assertEquals(List.of(new Action.LeaveGroup(ip("230.5.5.7"))), receiver.actions(Action.LeaveGroup.class));
        assertEquals(0, receiver.sent(Abort.class).size());
    }

    @Test
    void shouldTakeSilenceAfterTheLastCompleteForSuccess() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(done(0, 0, WE));
        receiver.pass(4 * ROBUST * G - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.COMPLETED, receiver.ended().outcome());
        assertEquals(ROBUST, receiver.sent(Complete.class).size());
        assertEquals(0, receiver.sent(Abort.class).size());
    }

    @Test
    void shouldIgnoreAConfirmationBeforeTheEnd() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(new DoneConf(WE));
        assertNull(receiver.ended());
        receiver.deliver(fileInfo(1, SIZE, WE));
        receiver.deliver(new DoneConf(WE));
        assertNull(receiver.ended());
    }

    @Test
    void shouldTakeNoFilesAfterTheEnd() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(done(0, 0, WE));
        receiver.deliver(fileInfo(1, SIZE, WE));
        assertEquals(0, receiver.actions(Action.OpenFile.class).size());
        receiver.deliver(new RegConf(WE));
        assertEquals(SessionEvent.Phase.COMPLETION, receiver.session.phase());
    }

    @Test
    void shouldNeverEndWellWithAnIncompleteFile() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 9);
        receiver.deliver(done(0, 0, THEY));
        assertNull(receiver.ended());
        receiver.deliver(done(0, 0, WE));
        assertEquals(SessionOutcome.FAILED, receiver.ended().outcome());
        assertEquals(1, receiver.sent(Abort.class).size());
        assertEquals(0, receiver.sent(Complete.class).size());
        assertEquals(List.of(new Action.DiscardFile(1)), receiver.actions(Action.DiscardFile.class));
        assertEquals(
                FileOutcome.ABORTED,
                receiver.events(SessionEvent.FileFinished.class).get(0).outcome());
    }

    @Test
    void shouldEndTheSessionAfterTheLastFileIsInPlace() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.deliver(done(1, 0, WE));
        receiver.deliver(done(0, 0, WE));
        assertEquals(0, receiver.sent(Complete.class).size());
        receiver.committed(1);
        assertEquals(
                List.of(1, 0),
                receiver.sent(Complete.class).stream().map(Complete::fileId).toList());
        assertEquals(SessionEvent.Phase.COMPLETION, receiver.session.phase());
    }

    @Test
    void shouldLoseTheSenderBetweenFiles() {
        ReceiverHarness receiver = confirmed();
        receiver.pass(ROBUST * G - 1);
        receiver.deliver(CONG_CTRL);
        receiver.pass(ROBUST * G - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(1, receiver.sent(Abort.class).size());
    }

    @Test
    void shouldWaitASecondAtLeast() {
        ReceiverHarness receiver = new ReceiverHarness(announce(WE), QuantizedRtt.encode(0.01));
        receiver.deliver(new RegConf(WE));
        receiver.pass(SECOND - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
    }

    @Test
    void shouldLoseTheSenderDuringAFileAndDiscardIt() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 5);
        receiver.pass(ROBUST * G - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(1, receiver.sent(Abort.class).size());
        assertEquals(List.of(new Action.DiscardFile(1)), receiver.actions(Action.DiscardFile.class));
        assertEquals(
                FileOutcome.ABORTED,
                receiver.events(SessionEvent.FileFinished.class).get(0).outcome());
        assertTrue(receiver.session.isTerminated());
    }

    @Test
    void shouldBeKeptWaitingByTheCurrentFileOnly() {
        List<java.util.function.Consumer<ReceiverHarness>> signs = List.of(
                receiver -> receiver.block(1, 0, 0, 100),
                receiver -> receiver.deliver(done(1, 0, THEY)),
                receiver -> receiver.deliver(fileInfo(1, SIZE, THEY)),
                receiver -> receiver.session.blockRefused(receiver.now));
        for (var sign : signs) {
            ReceiverHarness receiver = receiving(SIZE);
            for (int i = 0; i < 3; i++) {
                receiver.pass(ROBUST * G - 1);
                sign.accept(receiver);
            }
            assertNull(receiver.ended());
            receiver.pass(ROBUST * G);
            assertNotNull(receiver.ended());
        }
        List<java.util.function.Consumer<ReceiverHarness>> others = List.of(
                receiver -> receiver.deliver(CONG_CTRL),
                receiver -> receiver.deliver(announce(WE)),
                receiver -> receiver.deliver(new RegConf(WE)),
                receiver -> receiver.deliver(done(2, 0, THEY)),
                receiver -> receiver.deliver(done(0, 0, THEY)),
                receiver -> receiver.deliver(fileInfo(2, SIZE, THEY)),
                receiver -> receiver.block(2, 0, 0, 100),
                receiver -> receiver.block(1, 0, 0, 99),
                receiver -> receiver.block(1, 1, 0, 100));
        for (var other : others) {
            ReceiverHarness receiver = receiving(SIZE);
            receiver.pass(ROBUST * G - 1);
            other.accept(receiver);
            receiver.pass(1);
            assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        }
    }

    @Test
    void shouldKeepAWholeFileWhenTheSenderIsLostMeanwhile() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.pass(ROBUST * G);
        assertEquals(1, receiver.sent(Abort.class).size());
        assertNull(receiver.ended());
        assertFalse(receiver.session.isTerminated());
        assertEquals(DropReason.SESSION_OVER, receiver.header(Function.DONE, SENDER, SENDER_ADDRESS));
        receiver.result(new TaskResult.FileCommitted(1, CompletionStatus.NORMAL));
        assertEquals(
                FileOutcome.COPY,
                receiver.events(SessionEvent.FileFinished.class).get(0).outcome());
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(0, receiver.actions(Action.DiscardFile.class).size());
        assertEquals(0, receiver.sent(Complete.class).size());
        assertTrue(receiver.session.isTerminated());
    }

    @Test
    void shouldNotWaitForeverForAWholeFile() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.pass(ROBUST * G + Leaving.COMMIT_GRACE_NS);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(
                FileOutcome.ABORTED,
                receiver.events(SessionEvent.FileFinished.class).get(0).outcome());
        assertEquals(0, receiver.actions(Action.DiscardFile.class).size());
        receiver.committed(1);
        assertEquals(1, receiver.events(SessionEvent.FileFinished.class).size());
    }

    @Test
    void shouldDiscardWhenTheCommitFailsAfterTheEnd() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.deliver(new Abort(0, 0, "stop"));
        receiver.result(new TaskResult.FileFailed(1, "disk full"));
        assertEquals(SessionOutcome.ABORTED_BY_PEER, receiver.ended().outcome());
        assertEquals(List.of(new Action.DiscardFile(1)), receiver.actions(Action.DiscardFile.class));
        assertEquals(0, receiver.sent(Abort.class).size());
    }

    @Test
    void shouldEndWhenAborted() {
        for (int host : new int[] {0, US}) {
            ReceiverHarness receiver = receiving(SIZE);
            receiver.deliver(new Abort(0, host, "stop\nnow\u202e\u0007"));
            assertEquals(new SessionEvent.SessionEnded(SessionOutcome.ABORTED_BY_PEER, "stop?now??"), receiver.ended());
            assertEquals(List.of(new Action.DiscardFile(1)), receiver.actions(Action.DiscardFile.class));
            assertEquals(1, receiver.actions(Action.LeaveGroup.class).size());
            assertEquals(0, receiver.sent(Abort.class).size());
        }
    }

    @Test
    void shouldIgnoreAnAbortForOthers() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.deliver(new Abort(0, OTHER, "stop"));
        receiver.deliver(new Abort(Abort.FLAG_CURRENT_FILE, OTHER, "stop"));
        assertNull(receiver.ended());
    }

    @Test
    void shouldSurviveAnAbortOfAFileThatItHas() {
        Abort abort = new Abort(Abort.FLAG_CURRENT_FILE, 0, "too slow");
        ReceiverHarness finished = receiving(SIZE);
        finished.blocks(LAYOUT, 0, 10);
        finished.deliver(abort);
        assertNull(finished.ended());
        finished.committed(1);
        finished.deliver(abort);
        assertNull(finished.ended());
        finished.deliver(done(0, 0, WE));
        finished.deliver(abort);
        assertNull(finished.ended());

        ReceiverHarness unfinished = receiving(SIZE);
        unfinished.blocks(LAYOUT, 0, 9);
        unfinished.deliver(abort);
        assertEquals(SessionOutcome.ABORTED_BY_PEER, unfinished.ended().outcome());
        ReceiverHarness opening = confirmed();
        opening.deliver(fileInfo(1, SIZE, WE));
        opening.deliver(abort);
        assertEquals(SessionOutcome.ABORTED_BY_PEER, opening.ended().outcome());
        ReceiverHarness waiting = confirmed();
        waiting.deliver(abort);
        assertNull(waiting.ended());
        waiting.deliver(new Abort(0, 0, "all of you"));
        assertEquals(SessionOutcome.ABORTED_BY_PEER, waiting.ended().outcome());
    }

    @Test
    void shouldTellTheSenderWhenTheUserEndsIt() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.session.onAbortRequest("shutting down", receiver.now);
        receiver.session.onAbortRequest("again", receiver.now);
        receiver.pass(0);
        receiver.committed(1);
        receiver.pass(100 * SECOND);
        assertEquals(new SessionEvent.SessionEnded(SessionOutcome.INTERRUPTED, "shutting down"), receiver.ended());
        assertEquals(List.of(new Abort(0, 0, "shutting down")), receiver.sent(Abort.class));
        assertEquals(1, receiver.actions(Action.DiscardFile.class).size());
    }

    @Test
    void shouldHaveCompletedWhenTheUserEndsItBeforeTheConfirmation() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(done(0, 0, WE));
        receiver.forget();
        receiver.session.onAbortRequest("shutting down", receiver.now);
        receiver.pass(100 * SECOND);
        assertEquals(SessionOutcome.COMPLETED, receiver.ended().outcome());
        assertEquals(List.of(), receiver.sent(Abort.class));
        assertEquals(1, receiver.sent(Complete.class).size(), "once more, the one before may have been lost");
    }

    @Test
    void shouldDoNothingAfterTheEnd() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.deliver(new Abort(0, 0, "stop"));
        receiver.forget();
        assertEquals(DropReason.SESSION_OVER, receiver.header(Function.DONE, SENDER, SENDER_ADDRESS));
        receiver.session.onMessage(receiver.inbound(done(0, 0, WE)), receiver.now);
        assertEquals(ReceiverSession.NOT_CURRENT_FILE, receiver.session.claimBlock(1, 0, 0, 100, receiver.now));
        receiver.session.blockRefused(receiver.now);
        receiver.session.onTimeout(receiver.now);
        receiver.committed(1);
        receiver.pass(100 * SECOND);
        assertEquals(List.of(), receiver.actions);
        assertEquals(List.of(), receiver.events);
        assertFalse(receiver.hasDeadline());
        assertEquals(0, receiver.session.pollTransmit(receiver.now, 10, null));
    }

    @Test
    void shouldNotBeMovedByStrangers() {
        ReceiverHarness receiver = confirmed();
        long deadline = receiver.session.nextDeadlineNs();
        receiver.pass(10 * MS);
        receiver.grttCode = 255;
        receiver.groupSize = 9000;
        assertEquals(DropReason.WRONG_SOURCE, receiver.header(Function.ABORT, SENDER, STRANGER));
        assertEquals(
                DropReason.WRONG_SOURCE,
                receiver.header(
                        Function.ABORT, SENDER, new java.net.InetSocketAddress(SENDER_ADDRESS.getAddress(), 40001)));
        assertEquals(DropReason.WRONG_SOURCE, receiver.header(Function.ABORT, SENDER, null));
        assertEquals(DropReason.UNKNOWN_PEER, receiver.header(Function.ABORT, OTHER, SENDER_ADDRESS));
        assertEquals(deadline, receiver.session.nextDeadlineNs());
        assertEquals(G, receiver.session.progress().grttNs());
        assertEquals(0, receiver.session.progress().sequenceGaps());
        assertEquals(List.of(), receiver.events);
    }

    @Test
    void shouldCountGapsAndAcceptLatePackets() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.sequence += 10;
        receiver.block(1, 0, 0, 100);
        assertEquals(10, receiver.session.progress().sequenceGaps());
        receiver.sequence -= 9;
        assertEquals(100, receiver.block(1, 0, 1, 100));
        assertEquals(1, receiver.session.progress().latePackets());
        receiver.deliver(done(1, 0, WE));
        assertEquals(2, receiver.session.progress().latePackets());
    }
}
