package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.extension.FreeSpace;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TaskResult.OpenOutcome;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileReceptionTest {
    private static final long SIZE = 950;
    private static final SectionLayout LAYOUT = new SectionLayout(SIZE, BLOCK);

    @Test
    void shouldReceiveOneFileAndEndTheSession() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, WE));
        receiver.opened(1);
        for (int block = 0; block < 10; block++) {
            assertEquals(block * 100L, receiver.block(1, 0, block, block == 9 ? 50 : 100));
        }
        receiver.deliver(done(1, 0, WE));
        receiver.committed(1);
        receiver.deliver(done(0, 0, WE));
        receiver.deliver(new DoneConf(WE));

        assertEquals(
                List.of(
                        new Action.OpenFile(1, FileType.REGULAR, "dir/file1", "", SIZE, 1_600_000_000),
                        new Action.CommitFile(1),
                        new Action.LeaveGroup(ip("230.5.5.7"))),
                receiver.actions.stream()
                        .filter(action -> !(action instanceof Action.Send))
                        .toList());
        assertEquals(
                List.of(
                        new FileInfoAck(1, false, ANNOUNCE_MICROS + 5, IdList.EMPTY),
                        new Complete(1, CompletionStatus.NORMAL, List.of(), IdList.EMPTY),
                        new Complete(0, CompletionStatus.NORMAL, List.of(), IdList.EMPTY)),
                receiver.actions(Action.Send.class).stream()
                        .map(Action.Send::message)
                        .toList());
        assertEquals(
                List.of(
                        new SessionEvent.FileStarted(1, "dir/file1", SIZE),
                        new SessionEvent.PhaseEntered(SessionEvent.Phase.DATA),
                        new SessionEvent.FileFinished(1, "dir/file1", SIZE, FileOutcome.COPY, ""),
                        new SessionEvent.PhaseEntered(SessionEvent.Phase.FILE_INFO),
                        new SessionEvent.PhaseEntered(SessionEvent.Phase.COMPLETION),
                        new SessionEvent.PhaseEntered(SessionEvent.Phase.OVER),
                        new SessionEvent.SessionEnded(SessionOutcome.COMPLETED, "")),
                receiver.events);
        assertTrue(receiver.session.isTerminated());
        assertFalse(receiver.hasDeadline());
        assertEquals(10, receiver.session.progress().blocksReceived());
        assertEquals(0, receiver.session.progress().statusesSent());
    }

    private static ReceiverHarness lackingTheLastBlock() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, WE));
        receiver.opened(1);
        for (int block = 0; block < 9; block++) {
            receiver.block(1, 0, block, 100);
        }
        return receiver;
    }

    @Test
    void shouldAnswerADoneThatOvertookTheLastBlock() {
        ReceiverHarness receiver = lackingTheLastBlock();
        receiver.deliver(done(1, 0, WE));
        receiver.block(1, 0, 9, 50);
        receiver.committed(1);
        assertEquals(1, receiver.sent(Complete.class).size(), "without another DONE");
        receiver.pass(100 * MS);
        assertEquals(0, receiver.sent(Status.class).size());
        assertEquals(1, receiver.sent(Complete.class).size());
    }

    @Test
    void shouldNotAnswerADoneThatWasNotForIt() {
        ReceiverHarness receiver = lackingTheLastBlock();
        receiver.deliver(done(1, 0, IdList.of(0x0BAD)));
        receiver.block(1, 0, 9, 50);
        receiver.committed(1);
        assertEquals(0, receiver.sent(Complete.class).size());
    }

    @Test
    void shouldNotAnswerADoneTwice() {
        ReceiverHarness receiver = lackingTheLastBlock();
        receiver.deliver(done(1, 0, WE));
        receiver.pass(600 * MS);
        assertEquals(1, receiver.sent(Status.class).size());
        receiver.block(1, 0, 9, 50);
        receiver.committed(1);
        assertEquals(0, receiver.sent(Complete.class).size(), "the next DONE asks");
        receiver.deliver(done(1, 0, WE));
        assertEquals(1, receiver.sent(Complete.class).size());
    }

    @Test
    void shouldEchoTheTimestampPlusTheTimeTheHostTook() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, WE));
        assertEquals(0, receiver.sent(FileInfoAck.class).size());
        receiver.pass(30 * MS);
        receiver.opened(1);
        assertEquals(
                ANNOUNCE_MICROS + 5 + 30_000,
                receiver.sent(FileInfoAck.class).get(0).echoedMicros());
    }

    @Test
    void shouldOpenOnceAndAcknowledgeEachRepeat() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, WE));
        receiver.deliver(fileInfo(1, SIZE, WE));
        assertEquals(1, receiver.actions(Action.OpenFile.class).size());
        assertEquals(0, receiver.sent(FileInfoAck.class).size());
        receiver.opened(1);
        receiver.opened(1);
        assertEquals(1, receiver.sent(FileInfoAck.class).size());
        receiver.deliver(fileInfo(1, SIZE, WE));
        assertEquals(2, receiver.sent(FileInfoAck.class).size());
        assertEquals(1, receiver.actions(Action.OpenFile.class).size());
        assertEquals(1, receiver.events(SessionEvent.FileStarted.class).size());
    }

    @Test
    void shouldIgnoreAnOfferToOthers() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, THEY));
        receiver.deliver(fileInfo(2, SIZE, IdList.EMPTY));
        receiver.deliver(fileInfo(0, SIZE, WE));
        assertEquals(List.of(), receiver.actions);
        assertEquals(List.of(), receiver.events);
    }

    @Test
    void shouldTakeBlocksBeforeTheFileIsOpen() {
        ReceiverHarness receiver = confirmed();
        assertEquals(ReceiverSession.NOT_CURRENT_FILE, receiver.block(1, 0, 0, 100));
        receiver.deliver(fileInfo(1, SIZE, WE));
        assertEquals(0, receiver.block(1, 0, 0, 100));
        assertEquals(ReceiverSession.DUPLICATE, receiver.block(1, 0, 0, 100));
        assertEquals(List.of(), receiver.sent(FileInfoAck.class));
        receiver.opened(1);
        assertEquals(1, receiver.sent(FileInfoAck.class).size());
        assertEquals(100, receiver.block(1, 0, 1, 100));
    }

    @Test
    void shouldFinishAFileThatCameWithItsFileInfo() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, 150, WE));
        receiver.block(1, 0, 0, 100);
        receiver.block(1, 0, 1, 50);
        receiver.deliver(new Done(1, 0, WE));
        assertEquals(1, receiver.actions(Action.CommitFile.class).size());

        // The host answers one after the other, whatever it is asked meanwhile.
        receiver.result(new TaskResult.FileCommitted(1, CompletionStatus.NORMAL));
        assertEquals(List.of(), receiver.sent(Complete.class));
        receiver.opened(1);
        receiver.result(new TaskResult.FileCommitted(1, CompletionStatus.NORMAL));
        assertEquals(1, receiver.sent(Complete.class).size());
        assertEquals(1, receiver.actions(Action.CommitFile.class).size());
        assertEquals(List.of(), receiver.sent(FileInfoAck.class), "the COMPLETE is answer enough");
    }

    @Test
    void shouldShowThatItLivesWhileTheDiskIsBusyWithAWholeFile() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, 50, WE));
        receiver.deliver(fileInfo(1, 50, WE));
        assertEquals(List.of(), receiver.sent(FileInfoAck.class));
        receiver.block(1, 0, 0, 50);
        receiver.deliver(new Done(1, 0, WE));
        receiver.deliver(fileInfo(1, 50, WE));
        assertEquals(1, receiver.sent(FileInfoAck.class).size());
    }

    @Test
    void shouldRejectAFileThatCameWithItsFileInfo() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, 50, WE));
        receiver.block(1, 0, 0, 50);
        receiver.result(new TaskResult.FileOpened(1, OpenOutcome.REJECTED, CompletionStatus.REJECTED, -1, "no"));
        assertEquals(List.of(), receiver.sent(FileInfoAck.class));
        assertEquals(
                List.of(CompletionStatus.REJECTED),
                receiver.sent(Complete.class).stream().map(Complete::status).toList());
    }

    @Test
    void shouldAskForTheBlocksThatCameBeforeItsFileInfo() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(new Done(1, 0, WE));
        receiver.deliver(fileInfo(1, 50, WE));
        receiver.deliver(new Done(1, 0, WE));
        receiver.opened(1);
        receiver.pass(SECOND);
        assertEquals(1, receiver.sent(Status.class).size());
    }

    @Test
    void shouldRefuseBlocksThatDoNotFit() {
        ReceiverHarness receiver = receiving(SIZE);
        assertEquals(ReceiverSession.NOT_CURRENT_FILE, receiver.block(2, 0, 0, 100));
        assertEquals(ReceiverSession.NOT_CURRENT_FILE, receiver.block(0, 0, 0, 100));
        for (int wrong : new int[] {10, 65535, 65536, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals(ReceiverSession.OUT_OF_RANGE, receiver.block(1, 0, wrong, 100));
            assertEquals(ReceiverSession.OUT_OF_RANGE, receiver.block(1, wrong, 0, 100));
        }
        for (int wrong : new int[] {0, 99, 101, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals(ReceiverSession.BAD_LENGTH, receiver.block(1, 0, 0, wrong));
        }
        assertEquals(ReceiverSession.BAD_LENGTH, receiver.block(1, 0, 9, 49));
        assertEquals(ReceiverSession.BAD_LENGTH, receiver.block(1, 0, 9, 51));
        assertEquals(ReceiverSession.BAD_LENGTH, receiver.block(1, 0, 9, 100));
        assertEquals(900, receiver.block(1, 0, 9, 50));
        assertEquals(1, receiver.session.progress().blocksReceived());
        assertEquals(0, receiver.session.progress().blockDuplicates());
        assertEquals(23, receiver.session.progress().blocksUnfit());
        assertEquals(50, receiver.session.progress().currentFileBytesClaimed());
    }

    @Test
    void shouldClaimABlockOnce() {
        ReceiverHarness receiver = receiving(SIZE);
        assertEquals(300, receiver.block(1, 0, 3, 100));
        assertEquals(ReceiverSession.DUPLICATE, receiver.block(1, 0, 3, 100));
        receiver.blocks(LAYOUT, 0, 10);
        assertEquals(ReceiverSession.DUPLICATE, receiver.block(1, 0, 3, 100));
        receiver.committed(1);
        assertEquals(ReceiverSession.DUPLICATE, receiver.block(1, 0, 3, 100));
        assertEquals(10, receiver.session.progress().blocksReceived());
        assertEquals(4, receiver.session.progress().blockDuplicates());
        assertEquals(1, receiver.actions(Action.CommitFile.class).size());
    }

    @Test
    void shouldAskAgainForABlockThatFoundNoRoom() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 9);
        receiver.session.blockRefused(receiver.now);
        receiver.deliver(done(1, 0, WE));
        receiver.pass(20 * MS);
        assertEquals(1, receiver.session.progress().blocksRefused());
        assertEquals(1, receiver.sent(Status.class).size());
        assertEquals(1, receiver.session.progress().naksSent());
        assertTrue(receiver.sent(Status.class).get(0).naks().isSet(9));
    }

    @Test
    void shouldSayCompleteOnlyWhenAskedAndInPlace() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        assertEquals(1, receiver.actions(Action.CommitFile.class).size());
        receiver.deliver(done(1, 0, WE));
        receiver.pass(50 * MS);
        assertEquals(0, receiver.sent(Complete.class).size());
        assertEquals(0, receiver.sent(Status.class).size());
        receiver.committed(1);
        assertEquals(1, receiver.sent(Complete.class).size());
        receiver.committed(1);
        assertEquals(1, receiver.sent(Complete.class).size());
    }

    @Test
    void shouldNotSayCompleteUnasked() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.deliver(done(1, 0, THEY));
        receiver.committed(1);
        receiver.deliver(done(1, 0, IdList.EMPTY));
        receiver.pass(500 * MS);
        assertEquals(0, receiver.sent(Complete.class).size());
        receiver.deliver(done(1, 0, WE));
        assertEquals(1, receiver.sent(Complete.class).size());
    }

    @Test
    void shouldRepeatCompleteOnEachDoneAndFileInfo() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.committed(1);
        receiver.deliver(done(1, 0, WE));
        receiver.pass(FinishedFile.COPY_NS - 1);
        receiver.deliver(done(1, 0, WE));
        assertEquals(1, receiver.sent(Complete.class).size(), "one DONE, sent twice");
        receiver.pass(1);
        receiver.deliver(done(1, 0, WE));
        receiver.deliver(fileInfo(1, SIZE, WE));
        assertEquals(3, receiver.sent(Complete.class).size());
        receiver.deliver(done(1, 0, THEY));
        receiver.deliver(fileInfo(1, SIZE, THEY));
        assertEquals(3, receiver.sent(Complete.class).size());
        assertEquals(0, receiver.actions(Action.OpenFile.class).size());
        receiver.pass(FinishedFile.COPY_NS);
        // The next file has started: the last one's answer may have been lost all the same.
        receiver.deliver(fileInfo(2, SIZE, WE));
        receiver.deliver(done(1, 0, WE));
        assertEquals(
                List.of(1, 1, 1, 1),
                receiver.sent(Complete.class).stream().map(Complete::fileId).toList());
    }

    @Test
    void shouldReceiveAnEmptyFile() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, 0, WE));
        receiver.opened(1);
        assertEquals(1, receiver.sent(FileInfoAck.class).size());
        assertEquals(1, receiver.actions(Action.CommitFile.class).size());
        assertEquals(ReceiverSession.OUT_OF_RANGE, receiver.block(1, 0, 0, 0));
        receiver.committed(1);
        assertEquals(0, receiver.sent(Complete.class).size());
        receiver.deliver(done(1, 0, WE));
        receiver.pass(500 * MS);
        assertEquals(1, receiver.sent(Complete.class).size());
        assertEquals(0, receiver.sent(Status.class).size());
    }

    @Test
    void shouldAnswerWhatIsFinishedAtOnceWithComplete() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(new FileInfo(1, FileType.FREE_SPACE, 0, 7, WireName.of("."), WireName.EMPTY, 9, WE));
        receiver.result(new TaskResult.FileOpened(1, OpenOutcome.FINISHED, CompletionStatus.SKIPPED, 4711, ""));
        Complete expected = new Complete(1, CompletionStatus.SKIPPED, List.of(new FreeSpace(4711)), IdList.EMPTY);
        assertEquals(List.of(expected), receiver.sent(Complete.class));
        receiver.deliver(fileInfo(1, 7, WE));
        assertEquals(List.of(expected, expected), receiver.sent(Complete.class));
        assertEquals(0, receiver.sent(FileInfoAck.class).size());
        assertEquals(
                FileOutcome.SKIPPED,
                receiver.events(SessionEvent.FileFinished.class).get(0).outcome());
    }

    @Test
    void shouldStayInTheSessionAfterARejection() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, WE));
        receiver.result(new TaskResult.FileOpened(1, OpenOutcome.REJECTED, null, -1, "outside the destination"));
        assertEquals(
                CompletionStatus.REJECTED, receiver.sent(Complete.class).get(0).status());
        assertEquals(
                new SessionEvent.FileFinished(1, "dir/file1", SIZE, FileOutcome.REJECTED, "outside the destination"),
                receiver.events(SessionEvent.FileFinished.class).get(0));
        receiver.deliver(fileInfo(2, SIZE, WE));
        receiver.opened(2);
        assertEquals(2, receiver.sent(FileInfoAck.class).get(0).fileId());
        assertNull(receiver.ended());
    }

    @Test
    void shouldRejectANameThatIsNotText() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(new FileInfo(
                1, FileType.REGULAR, 0, SIZE, WireName.of(new byte[] {'a', (byte) 0xFF}), WireName.EMPTY, 9, WE));
        assertEquals(0, receiver.actions(Action.OpenFile.class).size());
        assertEquals(
                CompletionStatus.REJECTED, receiver.sent(Complete.class).get(0).status());
        assertNull(receiver.ended());
    }

    @Test
    void shouldRejectAfterAllWhenTheTargetIsRefused() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.deliver(done(1, 0, WE));
        receiver.result(new TaskResult.FileRefused(1, "a directory is in the way"));
        assertEquals(
                CompletionStatus.REJECTED, receiver.sent(Complete.class).get(0).status());
        assertEquals(0, receiver.actions(Action.DiscardFile.class).size());
        assertNull(receiver.ended());
    }

    @Test
    void shouldLeaveWhenTheHostCannotOpen() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(1, SIZE, WE));
        receiver.result(new TaskResult.FileOpened(1, OpenOutcome.FAILED, null, -1, "disk full"));
        assertLeftBecause("disk full", receiver);
    }

    @Test
    void shouldLeaveWhenAWriteFails() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 5);
        receiver.result(new TaskResult.FileFailed(1, "disk full"));
        assertLeftBecause("disk full", receiver);
        receiver.blocks(LAYOUT, 5, 10);
        receiver.deliver(done(1, 0, WE));
        assertEquals(1, receiver.actions(Action.Send.class).size());
        assertEquals(5, receiver.session.progress().blocksReceived());
    }

    @Test
    void shouldLeaveWhenTheCommitFails() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.deliver(done(1, 0, WE));
        receiver.result(new TaskResult.FileFailed(1, "disk full"));
        assertLeftBecause("disk full", receiver);
        assertEquals(0, receiver.sent(Complete.class).size());
    }

    private static void assertLeftBecause(String reason, ReceiverHarness receiver) {
        assertEquals(List.of(new Abort(0, 0, reason)), receiver.sent(Abort.class));
        assertEquals(List.of(new Action.DiscardFile(1)), receiver.actions(Action.DiscardFile.class));
        assertEquals(
                new SessionEvent.FileFinished(1, "dir/file1", SIZE, FileOutcome.ABORTED, reason),
                receiver.events(SessionEvent.FileFinished.class).get(0));
        assertEquals(new SessionEvent.SessionEnded(SessionOutcome.FAILED, reason), receiver.ended());
        assertTrue(receiver.session.isTerminated());
    }

    @Test
    void shouldLeaveWhenTheFileHasTooManySections() {
        ReceiverHarness receiver = confirmed();
        long tooLarge = 65_536L * 800 * BLOCK;
        receiver.deliver(fileInfo(1, tooLarge, WE));
        assertEquals(0, receiver.actions(Action.OpenFile.class).size());
        assertEquals(1, receiver.sent(Abort.class).size());
        assertEquals(SessionOutcome.FAILED, receiver.ended().outcome());
        assertTrue(
                receiver.ended().reason().contains("block size"),
                receiver.ended().reason());
    }

    @Test
    void shouldTakeTheLargestFileWithoutReservingItsBlocks() {
        ReceiverHarness receiver = confirmed();
        long largest = 65_535L * 800 * BLOCK;
        receiver.deliver(fileInfo(1, largest, WE));
        receiver.opened(1);
        assertEquals(largest - 100, receiver.block(1, 65_534, 799, 100));
    }

    @Test
    void shouldGoOnToANewerFileAndDiscardTheIncompleteOne() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 5);
        receiver.deliver(fileInfo(2, SIZE, WE));
        assertEquals(List.of(new Action.DiscardFile(1)), receiver.actions(Action.DiscardFile.class));
        assertEquals(
                FileOutcome.ABORTED,
                receiver.events(SessionEvent.FileFinished.class).get(0).outcome());
        receiver.opened(1);
        assertEquals(0, receiver.sent(FileInfoAck.class).size());
        receiver.opened(2);
        assertEquals(2, receiver.sent(FileInfoAck.class).get(0).fileId());
        assertEquals(ReceiverSession.NOT_CURRENT_FILE, receiver.block(1, 0, 5, 100));
        assertEquals(500, receiver.block(2, 0, 5, 100));
        assertEquals(0, receiver.events(SessionEvent.PhaseEntered.class).size());
    }

    @Test
    void shouldIgnoreOffersOfOlderFiles() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(5, 0, WE));
        receiver.deliver(fileInfo(4, SIZE, WE));
        receiver.opened(5);
        receiver.committed(5);
        receiver.deliver(fileInfo(4, SIZE, WE));
        receiver.deliver(fileInfo(65_535, SIZE, WE));
        assertEquals(1, receiver.actions(Action.OpenFile.class).size());
        assertEquals(0, receiver.actions(Action.DiscardFile.class).size());
        assertEquals(0, receiver.sent(Complete.class).size());
    }

    @Test
    void shouldCountFileIdsRoundTheCorner() {
        ReceiverHarness receiver = confirmed();
        receiver.deliver(fileInfo(65_535, 0, WE));
        receiver.opened(65_535);
        receiver.committed(65_535);
        receiver.deliver(fileInfo(1, 0, WE));
        assertEquals(2, receiver.actions(Action.OpenFile.class).size());
    }

    @Test
    void shouldKeepAnOfferWaitingWhileTheLastFileIsPutInPlace() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.blocks(LAYOUT, 0, 10);
        receiver.deliver(fileInfo(2, SIZE, WE));
        assertEquals(0, receiver.actions(Action.OpenFile.class).size());
        assertEquals(0, receiver.actions(Action.DiscardFile.class).size());
        receiver.committed(1);
        receiver.deliver(fileInfo(2, SIZE, WE));
        assertEquals(2, receiver.actions(Action.OpenFile.class).get(0).fileId());
    }

    @Test
    void shouldIgnoreResultsOfOtherFilesAndTimes() {
        ReceiverHarness receiver = receiving(SIZE);
        receiver.committed(1);
        receiver.result(new TaskResult.FileRefused(1, "x"));
        receiver.result(new TaskResult.FileFailed(2, "x"));
        receiver.result(new TaskResult.BlocksReady(1, 0, 1));
        receiver.result(new TaskResult.SourceFailed(1, "x"));
        assertEquals(List.of(), receiver.actions);
        assertEquals(List.of(), receiver.events);
    }
}
