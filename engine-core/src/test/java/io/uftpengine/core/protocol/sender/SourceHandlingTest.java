package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.FileFinished;
import io.uftpengine.core.event.SessionEvent.FileResult;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.sender.SenderHarness.DiskFile;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The objects to send and the disk they come from. */
class SourceHandlingTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;

    private static DiskFile unreadable(String name) {
        return new DiskFile(name, -1, FileType.REGULAR, 0, null);
    }

    @Test
    void shouldSkipWhatCanNotBeOpened() {
        Setup setup = Setup.closed(A);
        setup.files.add(unreadable("secret"));
        setup.file("x".repeat(300), 5).file("", 5).file("good", 1000);
        SenderHarness host = setup.start();
        host.allRegister(A);
        assertEquals(1, host.fileInfos().size());
        assertEquals("good", host.last(FileInfo.class).name().text());
        assertEquals(4, host.last(FileInfo.class).fileId());
        host.allAck(4, A);
        host.complete(A, 4);
        host.finishSession(A);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertEquals(
                List.of(1, 2, 3, 4),
                host.events(FileFinished.class).stream()
                        .map(FileFinished::fileId)
                        .toList());
        assertEquals("unreadable", host.session.view().files().get(0).problem());
        assertFalse(host.session.view().files().get(1).problem().isEmpty());
        assertEquals("", host.session.view().files().get(3).problem());
        Participant receiver = host.participant(A);
        assertEquals(
                FileOutcome.ABORTED,
                host.session
                        .view()
                        .outcome(receiver, host.session.view().files().get(0)));
        assertEquals(
                FileOutcome.COPY,
                host.session
                        .view()
                        .outcome(receiver, host.session.view().files().get(3)));
        assertEquals(
                3,
                host.requests.stream()
                        .filter(Action.CloseSource.class::isInstance)
                        .count(),
                "what was opened is closed, the unusable names too");
    }

    @Test
    void shouldOpenTheNextFileWhileOneIsFinishing() {
        SenderHarness host = Setup.closed(A).file("f", 10_000).file("g", 10).start();
        host.allRegister(A);
        assertEquals(1, opens(host));
        host.ackFileInfo(A, 1, 2 * MS);
        assertEquals(2, opens(host), "when the first pass is out");
        host.complete(A, 1);
        assertEquals(2, host.last(FileInfo.class).fileId(), "no pause between files");
    }

    private static long opens(SenderHarness host) {
        return host.requests.stream()
                .filter(Action.OpenSource.class::isInstance)
                .count();
    }

    @Test
    void shouldKeepReceiversAliveUntilTheFirstFileIsOpen() {
        Setup setup = Setup.closed(A, B);
        setup.diskHeld = true;
        SenderHarness slow = setup.start();
        slow.allRegister(A, B);
        slow.forgetWire();
        slow.run(5 * SECOND);
        assertEquals(20, slow.messages(RegConf.class).size());
        assertEquals(slow.wire.size(), slow.messages(RegConf.class).size());
        slow.feed(new TaskResult.SourceOpened(1, FileType.REGULAR, "f", "", 10, 0));
        assertEquals(1, slow.fileInfos().size());
    }

    @Test
    void shouldFailTheSessionWhenTheFileCanNotBeRead() {
        SenderHarness host = Setup.closed(A, B).file("f", 20_000_000).start();
        host.allRegister(A, B);
        host.diskHeld = true;
        host.allAck(1, A, B);
        host.feed(new TaskResult.BlocksReady(1, 0, 64));
        host.feed(new TaskResult.SourceFailed(1, "I/O error"));
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertEquals("f: I/O error", host.session.view().endReason());
        assertEquals("f: I/O error", host.aborts().get(0).message());
        assertEquals(0, host.aborts().get(0).hostId());
        assertEquals(FileOutcome.ABORTED, host.participant(A).outcome(0));
        assertEquals("I/O error", host.session.view().files().get(0).problem());
        assertTrue(host.requests.contains(new Action.CloseSource(1)));
        assertTrue(host.session.isTerminated());
    }

    @Test
    void shouldIgnoreAFailureOfWhatIsNotOpen() {
        SenderHarness host = Setup.closed(A).file("f", 10_000).start();
        host.allRegister(A).allAck(1, A);
        host.feed(new TaskResult.SourceFailed(9, "I/O error"));
        host.feed(new TaskResult.SourceClosed(9, "changed"));
        host.feed(new TaskResult.SourceOpened(9, FileType.REGULAR, "x", "", 5, 0));
        host.feed(new TaskResult.SourcesExhausted(9));
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertTrue(host.aborts().isEmpty());
    }

    @Test
    void shouldNeverReportAChangedFileAsDelivered() {
        Setup setup = Setup.closed(A, B);
        setup.files.add(new DiskFile("f", 10_000, FileType.REGULAR, 0, "size changed from 10000 to 12000"));
        SenderHarness host = setup.file("g", 10).start();
        host.allRegister(A, B).allAck(1, A, B);
        host.complete(A, 1);
        assertEquals(FileOutcome.COPY, host.participant(A).outcome(0));
        host.complete(B, 1);
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertEquals(FileOutcome.ABORTED, host.participant(A).outcome(0));
        assertEquals(FileOutcome.ABORTED, host.participant(B).outcome(0));
        assertEquals(0, host.participant(A).bytes());
        assertEquals(
                List.of(FileOutcome.COPY, FileOutcome.COPY, FileOutcome.ABORTED, FileOutcome.ABORTED),
                host.events(FileResult.class).stream()
                        .filter(r -> r.fileId() == 1)
                        .map(FileResult::outcome)
                        .toList());
        assertEquals(FileOutcome.ABORTED, lastFinished(host, 1).outcome());
        assertTrue(host.session.view().endReason().startsWith("f: size changed"));
        assertTrue(host.dones().stream().noneMatch(d -> d.fileId() == 0), "no end that looks like a success");
    }

    private static FileFinished lastFinished(SenderHarness host, int fileId) {
        return host.events(FileFinished.class).stream()
                .filter(f -> f.fileId() == fileId)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    @Test
    void shouldNotEndBeforeTheLastFileIsClosed() {
        SenderHarness host = Setup.closed(A).file("f", 10_000).start();
        host.allRegister(A).allAck(1, A);
        host.diskHeld = true;
        host.complete(A, 1);
        host.run(2 * SECOND);
        assertTrue(host.dones().stream().noneMatch(d -> d.fileId() == 0));
        assertEquals("a file to be closed", host.session.view().waitingFor());
        assertTrue(host.events(FileFinished.class).isEmpty());
        host.releaseDisk();
        assertEquals(new Done(0, 0, IdList.of(A)), host.last(Done.class));
        assertEquals(1, host.events(FileFinished.class).size());
    }

    @Test
    void shouldHaveAtMostOneFileWaitingToBeClosed() {
        SenderHarness host =
                Setup.closed(A).file("f", 0).file("g", 0).file("h", 0).start();
        host.allRegister(A);
        host.diskHeld = true;
        host.feed(new TaskResult.SourceOpened(2, FileType.REGULAR, "g", "", 0, 0));
        host.complete(A, 1);
        assertEquals(2, host.last(FileInfo.class).fileId());
        host.feed(new TaskResult.SourceOpened(3, FileType.REGULAR, "h", "", 0, 0));
        host.complete(A, 2);
        assertEquals(2, host.last(FileInfo.class).fileId(), "1 is not closed yet");
        host.feed(new TaskResult.SourceClosed(1, null));
        assertEquals(3, host.last(FileInfo.class).fileId());
    }

    @Test
    void shouldCloseEverythingWhenInterrupted() {
        SenderHarness host = Setup.closed(A).file("f", 10_000).file("g", 10).start();
        host.allRegister(A).allAck(1, A);
        host.abort("user");
        assertTrue(host.requests.contains(new Action.CloseSource(1)));
        assertTrue(host.requests.contains(new Action.CloseSource(2)));
        assertEquals(2, host.events(FileFinished.class).size());
        assertEquals(FileOutcome.ABORTED, lastFinished(host, 1).outcome());
    }

    @Test
    void shouldNotReportAFileAsDeliveredThatWasNotCheckedBeforeTheEnd() {
        SenderHarness host = Setup.closed(A, B).file("f", 10_000).file("g", 10).start();
        host.allRegister(A, B).allAck(1, A, B);
        host.diskHeld = true;
        host.complete(A, 1);
        host.complete(B, 1);
        assertEquals(2, host.last(FileInfo.class).fileId());
        assertEquals(FileOutcome.COPY, host.participant(A).outcome(0));
        host.allAck(2, A);
        host.complete(A, 2);
        host.abort("user");
        for (int position = 0; position < 2; position++) {
            assertEquals(FileOutcome.ABORTED, host.participant(A).outcome(position));
            assertEquals(FileOutcome.ABORTED, lastFinished(host, position + 1).outcome());
            assertEquals(
                    "the session ended before it was known to be unchanged: user",
                    lastFinished(host, position + 1).reason());
        }
        assertEquals(2, host.events(FileFinished.class).size());
        assertEquals(0, host.participant(A).bytes());
        assertEquals(SessionOutcome.INTERRUPTED, host.session.view().outcome());
    }

    @Test
    void shouldWrapFileIdsAroundZero() {
        Setup setup = Setup.closed(A);
        for (int i = 0; i < 65_540; i++) {
            setup.files.add(new DiskFile("d" + i, 0, FileType.DIRECTORY, 0, null));
        }
        SenderHarness host = setup.start();
        host.allRegister(A);
        for (int i = 0; i < 65_540; i++) {
            int expected = i % 65_535 + 1;
            FileInfo info = (FileInfo) host.wire.get(host.wire.size() - 1).message();
            assertEquals(expected, info.fileId());
            host.forgetWire();
            host.complete(A, expected);
        }
        assertEquals(new Done(0, 0, IdList.of(A)), host.last(Done.class));
        host.finishSession(A);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertEquals(65_540, host.session.view().files().size());
        assertEquals(FileOutcome.COPY, host.participant(A).outcome(65_539));
    }

    @Test
    void shouldServeTenThousandReceivers() {
        int count = 10_000;
        int[] ids = java.util.stream.IntStream.rangeClosed(1, count).toArray();
        SenderHarness host = Setup.closed(ids).file("f", 100_000).start();
        for (int id : ids) {
            host.register(id, 2 * MS);
        }
        assertEquals(40, host.fileInfos().size());
        for (int id : ids) {
            host.ackFileInfo(id, 1, 2 * MS);
        }
        assertEquals(100, host.blocks().size());
        host.now += 5 * MS;
        for (int id : ids) {
            host.status(id, 1, 0, 100, id % 10);
        }
        assertEquals(110, host.blocks().size(), "each block once for all");
        host.now += 5 * MS;
        for (int id : ids) {
            host.complete(id, 1);
        }
        for (int id : ids) {
            host.complete(id, 0);
        }
        host.run(SECOND);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertEquals(count, host.session.view().receiversIn(ReceiverState.DONE));
        assertEquals(count, host.session.view().naksReceived());
        assertTrue(
                host.session.view().datagramsSent() < 500, host.session.view().datagramsSent() + " datagrams");
    }
}
