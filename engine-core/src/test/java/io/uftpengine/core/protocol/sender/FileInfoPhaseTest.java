package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.FileResult;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.sender.SenderHarness.DiskFile;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileInfoPhaseTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;
    private static final int C = 0x0103;

    @Test
    void shouldAskTheSilentAgainAndStartWhenTheLastAnswers() {
        SenderHarness host = Setup.closed(A, B, C).file("f", 3000).start();
        host.allRegister(A, B, C);
        host.allAck(1, A, B);
        host.run(30 * MS);
        assertEquals(2, host.fileInfos().size());
        assertEquals(IdList.of(C), host.last(FileInfo.class).receivers());
        assertTrue(host.blocks().isEmpty());
        host.ackFileInfo(C, 1, 2 * MS);
        assertEquals(3, host.blocks().size(), "at once");
        host.run(20 * MS);
        assertEquals(2, host.fileInfos().size());
    }

    @Test
    void shouldLoseTheSilentAndGoOn() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        host.ackFileInfo(A, 1, 2 * MS);
        long start = host.now;
        while (host.blocks().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertEquals(
                20,
                host.fileInfos().stream().filter(f -> f.receivers().contains(B)).count());
        assertTrue(host.now - start <= 20 * 30 * MS + 2 * SECOND, "took " + (host.now - start));
        assertEquals(List.of(new FileResult(B, 1, FileOutcome.LOST)), host.events(FileResult.class));
        assertEquals(IdList.of(A), host.last(Done.class).receivers());
        assertEquals(DropReason.SESSION_OVER, host.ackFileInfo(B, 1, MS), "it stays out");
    }

    /** Who loses the FILEINFO that tells of a longer GRTT is gone a second after what it heard last. */
    @Test
    void shouldCountWithTheOldGrttWhereTheNewOneMayBeUnknown() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.register(A, 2 * MS);
        host.run(100 * MS);
        host.register(B, 200 * MS);
        long start = host.now;
        host.run(950 * MS);
        assertEquals(200 * MS, host.session.view().grttNs());
        long asked = host.packets(Function.FILEINFO).stream()
                .filter(packet -> packet.atNs() >= start
                        && ((FileInfo) packet.message()).receivers().contains(A))
                .count();
        assertTrue(asked >= 4, asked + " times in a second");
    }

    @Test
    void shouldKeepThoseAliveThatHaveAnswered() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        host.ackFileInfo(A, 1, 2 * MS);
        host.run(2 * SECOND);
        long last = host.packets(Function.FILEINFO).get(0).atNs();
        int listed = 0;
        for (SenderHarness.Packet packet : host.packets(Function.FILEINFO)) {
            if (((FileInfo) packet.message()).receivers().contains(A)) {
                assertTrue(packet.atNs() - last < 500 * MS, "A hears of us well within its second");
                last = packet.atNs();
                listed++;
            }
        }
        assertTrue(listed >= 5 && listed <= 9, listed + " times");
    }

    @Test
    void shouldEndWhenNobodyAnswers() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        host.run(10 * SECOND);
        assertEquals(SessionOutcome.NO_FILEINFO_ANSWER, host.session.view().outcome());
        assertEquals(20, host.fileInfos().size());
        assertEquals(2, host.session.view().receiversIn(ReceiverState.LOST));
        assertTrue(host.blocks().isEmpty());
    }

    @Test
    void shouldSayAllLostWhenAllAbort() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        host.receive(A, new Abort(0, 0, "disk full"));
        host.receive(B, new Abort(0, 0, "disk full"));
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertTrue(host.aborts().isEmpty());
    }

    @Test
    void shouldSayAllLostWhenOneAbortsAndTheOtherVanishes() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        host.receive(A, new Abort(0, 0, "disk full"));
        host.run(10 * SECOND);
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome(), "an ABORT is an answer");
    }

    @Test
    void shouldSayAllLostWhenTheOneThatAnsweredVanishesToo() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        host.ackFileInfo(A, 1, 2 * MS);
        host.run(10 * SECOND);
        assertEquals(2, host.session.view().receiversIn(ReceiverState.LOST));
        assertEquals(3, host.blocks().size(), "for A, which answered");
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
    }

    /** To vanish is no answer, whatever the file before it came to. */
    @Test
    void shouldSayNobodyAnsweredWhenAllVanishBetweenTwoFiles() {
        SenderHarness host =
                Setup.closed(A).file("f", 3000).file("g", 3_000_000).start();
        host.allRegister(A).allAck(1, A);
        host.complete(A, 1);
        host.run(10 * SECOND);
        assertEquals(2, host.last(FileInfo.class).fileId());
        assertEquals(SessionOutcome.NO_FILEINFO_ANSWER, host.session.view().outcome());
    }

    @Test
    void shouldTakeCompleteForAnAnswer() {
        Setup setup = Setup.closed(A, B, C);
        setup.files.add(new DiskFile("dir", 0, FileType.DIRECTORY, 5, null));
        SenderHarness host = setup.file("f", 1_000_000).start();
        host.allRegister(A, B, C);
        assertEquals(FileType.DIRECTORY, host.fileInfos().get(0).type());
        host.complete(A, 1);
        host.complete(B, 1, CompletionStatus.REJECTED);
        assertEquals(1, host.fileInfos().size());
        host.complete(C, 1);
        assertTrue(host.dones().isEmpty(), "nothing to ask");
        assertEquals(2, host.last(FileInfo.class).fileId(), "the next file at once");
        assertEquals(FileOutcome.REJECTED, host.participant(B).outcome(0));
        assertEquals(FileOutcome.COPY, host.participant(C).outcome(0));
    }

    @Test
    void shouldSendNoDataWhenAllRefuse() {
        SenderHarness host = Setup.closed(A).file("f", 3000).start();
        host.allRegister(A);
        host.complete(A, 1, CompletionStatus.REJECTED);
        assertTrue(host.blocks().isEmpty());
        host.finishSession(A);
        assertEquals(SessionOutcome.NOTHING_DELIVERED, host.session.view().outcome());
    }

    @Test
    void shouldFinishAnEmptyFileWithDoneForSectionZero() {
        SenderHarness host = Setup.closed(A).file("empty", 0).start();
        host.allRegister(A).allAck(1, A);
        assertEquals(List.of(new Done(1, 0, IdList.of(A))), host.dones());
        host.status(A, 1, 0, 8, 0, 1, 2);
        host.status(A, 1, 1, 8, 0, 1, 2);
        assertTrue(host.blocks().isEmpty());
        assertEquals(0, host.session.view().naksReceived());
        host.complete(A, 1);
        host.finishSession(A);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
    }

    @Test
    void shouldSendOnlyTimesThatTheReferenceReads() {
        long[][] cases = {{1_700_000_000L, 1_700_000_000L}, {0xFFFF_FFFFL, 0xFFFF_FFFFL}, {1L << 32, 0}, {-1, 0}};
        for (long[] times : cases) {
            Setup setup = Setup.closed(A);
            setup.files.add(new DiskFile("f", 1, FileType.REGULAR, times[0], null));
            SenderHarness host = setup.start();
            host.allRegister(A);
            assertEquals(times[1], host.last(FileInfo.class).modifiedSeconds());
        }
    }

    @Test
    void shouldIgnoreAnswersForOtherFiles() {
        SenderHarness host = Setup.closed(A).file("f", 3000).start();
        host.allRegister(A);
        host.ackFileInfo(A, 2, MS);
        host.ackFileInfo(A, 0, MS);
        host.complete(A, 2);
        host.complete(A, 0);
        host.status(A, 1, 0, 3, 0);
        assertTrue(host.blocks().isEmpty());
        assertTrue(host.dones().isEmpty());
        host.ackFileInfo(A, 1, MS);
        assertEquals(3, host.blocks().size());
    }

    @Test
    void shouldMeasureWithFileInfoToo() {
        SenderHarness host = Setup.closed(A, B).file("f", 3000).start();
        host.allRegister(A, B);
        assertEquals(10 * MS, host.session.view().grttNs());
        host.ackFileInfo(A, 1, 300 * MS);
        host.ackFileInfo(B, 1, 2 * MS);
        assertEquals(300 * MS, host.session.view().grttNs());
        assertEquals(300 * MS, host.participant(A).rttNs());
    }

    @Test
    void shouldSplitLongListsOfReceivers() {
        Setup setup =
                Setup.closed(java.util.stream.IntStream.rangeClosed(1, 300).toArray());
        setup.blockSize = 512;
        SenderHarness host = setup.file("f", 10).start();
        for (int id = 1; id <= 300; id++) {
            host.register(id, 2 * MS);
        }
        assertEquals(
                List.of(128, 128, 44),
                host.fileInfos().stream().map(f -> f.receivers().size()).toList());
    }
}
