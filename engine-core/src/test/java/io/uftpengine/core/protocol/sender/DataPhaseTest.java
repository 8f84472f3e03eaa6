package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.PassStarted;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.sender.SenderHarness.Block;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Passes over a file: what is sent when, and what is not. */
class DataPhaseTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;
    private static final int C = 0x0103;

    /** A session that has sent the first pass and the DONE after it. */
    private static SenderHarness afterFirstPass(Setup setup, int... receivers) {
        SenderHarness host = setup.start();
        host.allRegister(receivers).allAck(1, receivers);
        return host;
    }

    @Test
    void shouldSendEveryBlockOnceInOrder() {
        long size = 20_000 * 1000L - 1;
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", size), A);
        SectionLayout layout = host.layout(size);
        List<Block> blocks = host.blocks();
        assertEquals(20_000, blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            int section = layout.sectionOf(i);
            assertEquals(
                    new Block(1, section, (int) (i - layout.firstBlock(section)), i * 1000L, i == 19_999 ? 999 : 1000),
                    blocks.get(i));
        }
        assertEquals(List.of(new Done(1, layout.sections() - 1, IdList.of(A))), host.dones());
        assertEquals(size, host.session.view().bytesSent());
        assertEquals(size, host.session.view().fileBytesSent());
        assertEquals(0, host.session.view().blocksRetransmitted());
        assertEquals(List.of(new PassStarted(1, 1, 20_000)), host.events(PassStarted.class));
    }

    @Test
    void shouldSendAgainExactlyWhatIsMissing() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.forgetWire();
        host.now += 3 * MS;
        host.status(A, 1, 0, 10, 2, 3, 9);
        assertTrue(host.wire.isEmpty(), "B may still have something to say");
        host.status(B, 1, 0, 10, 3, 7);
        assertEquals(
                List.of(2, 3, 7, 9), host.blocks().stream().map(Block::block).toList());
        assertEquals(new PassStarted(1, 2, 4), host.events(PassStarted.class).get(1));
        assertEquals(4, host.session.view().blocksRetransmitted());
        assertEquals(5, host.session.view().naksReceived());
        assertEquals(3, host.participant(A).naks());
        assertEquals(2, host.participant(B).naks());
        assertEquals(2, host.session.view().pass());
        host.now += 3 * MS;
        host.complete(A, 1);
        host.complete(B, 1);
        host.finishSession(A, B);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertEquals(14, host.session.view().blocksSent());
    }

    @Test
    void shouldNotSendTwiceForOneLoss() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.now += 3 * MS;
        host.status(A, 1, 0, 10, 4);
        host.complete(B, 1);
        assertEquals(11, host.blocks().size());
        // Written before the block arrived again: a repetition on the way, or one sent just then.
        host.status(A, 1, 0, 10, 4);
        host.now += MS;
        host.status(A, 1, 0, 10, 4);
        host.run(5 * MS);
        assertEquals(11, host.blocks().size());
        // Now it may know.
        host.status(A, 1, 0, 10, 4);
        assertEquals(12, host.blocks().size());
    }

    @Test
    void shouldNotTakeAReportThatWasUnderWayForAnAnswer() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.status(A, 1, 0, 10, 4);
        host.complete(B, 1);
        host.now += MS;
        host.status(A, 1, 0, 10, 4);
        assertEquals(10, host.blocks().size());
        assertEquals(0, host.session.view().naksReceived());
        assertEquals(1, host.dones().size());
        host.run(30 * MS);
        assertEquals(2, host.dones().size(), "asked again");
    }

    @Test
    void shouldWaitBoundedlyForTheSilentAndAskThemAfterThePass() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.now += 3 * MS;
        host.status(A, 1, 0, 10, 4);
        host.run(26 * MS);
        assertEquals(10, host.blocks().size());
        host.run(2 * MS);
        assertEquals(11, host.blocks().size(), "after 3 GRTT");
        assertEquals(IdList.of(A, B), host.last(Done.class).receivers());
        assertEquals(2, host.dones().size());
    }

    @Test
    void shouldAskOnlyTheSilentAgainWhileNothingIsWanted() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.now += 3 * MS;
        host.complete(A, 1);
        host.run(30 * MS);
        assertEquals(2, host.dones().size());
        assertEquals(IdList.of(B), host.last(Done.class).receivers());
        host.complete(B, 1);
        assertEquals(new Done(0, 0, IdList.of(A, B)), host.last(Done.class));
    }

    @Test
    void shouldLoseWhoStopsAnsweringInTime() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        long start = host.now;
        host.now += 3 * MS;
        host.complete(A, 1);
        while (host.participant(B).state() == ReceiverState.ACTIVE) {
            host.runToNextPacket();
        }
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertTrue(host.now - start <= 20 * 30 * MS + 2 * SECOND, "after " + (host.now - start));
        assertEquals(
                20,
                host.dones().stream()
                        .filter(d -> d.fileId() == 1 && d.receivers().contains(B))
                        .count());
        assertEquals(IdList.of(A), host.last(Done.class).receivers());
        assertEquals(FileOutcome.LOST, host.participant(B).outcome(0));
        host.finishSession(A);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
    }

    @Test
    void shouldEndWhenAllAreLost() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.run(10 * SECOND);
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertEquals(10, host.blocks().size());
    }

    @Test
    void shouldNotLoseAReceiverThatIsBusyWriting() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 10_000), A);
        int answered = 0;
        for (int i = 0; host.now < 20 * SECOND; i++) {
            host.forgetWire();
            host.run(100 * MS);
            if (!host.fileInfos().isEmpty()) {
                host.ackFileInfo(A, 1, 2 * MS);
                answered++;
            }
            assertTrue(i < 1000);
        }
        assertTrue(answered > 5, answered + " probes");
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        host.complete(A, 1);
        assertEquals(0, host.last(Done.class).fileId());
    }

    @Test
    void shouldNotServeForeverWhoAsksForNothing() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 10_000), A);
        for (int i = 0; host.session.view().outcome() == null && i < 10_000; i++) {
            host.run(20 * MS);
            host.status(A, 1, 0, 10);
        }
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertEquals(10, host.blocks().size());
        assertTrue(host.session.view().elapsedNs(host.now) < 65 * SECOND);
    }

    @Test
    void shouldIgnoreReportsOnWhatTheFileDoesNotHave() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 10_000), A);
        host.now += 3 * MS;
        host.status(A, 1, 1, 10, 0);
        host.status(A, 1, 65535, 10, 0);
        host.status(A, 2, 0, 10, 0);
        host.status(A, 0, 0, 10, 0);
        host.status(A, 1, 0, 100, 10, 57, 99);
        assertEquals(10, host.blocks().size());
        assertEquals(0, host.session.view().naksReceived());
    }

    @Test
    void shouldSurviveAnything() {
        long seed = 20261120;
        System.out.println("DataPhaseTest.shouldSurviveAnything seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            Setup setup = Setup.closed(A, B)
                    .file("f", random.nextInt(30_000_000))
                    .file("g", 0)
                    .file("h", 1);
            SenderHarness host = setup.start();
            host.allRegister(A, B);
            for (int i = 0; i < 200 && host.session.view().outcome() == null; i++) {
                int from = random.nextBoolean() ? A : B;
                int fileId = random.nextInt(4);
                switch (random.nextInt(8)) {
                    case 0 -> host.ackFileInfo(from, fileId, random.nextLong());
                    case 1 -> host.complete(from, fileId, CompletionStatus.values()[random.nextInt(4)]);
                    case 2 -> host.register(from, random.nextLong());
                    case 3 -> host.receive(from, (Message) new RegConf(IdList.of(A)));
                    case 4 -> host.receive(from, new Done(fileId, random.nextInt(65536), IdList.of(A)));
                    case 5 -> host.feed(new TaskResult.BlocksReady(fileId, random.nextInt(100), random.nextInt(100)));
                    default ->
                        host.status(
                                from,
                                fileId,
                                random.nextInt(random.nextBoolean() ? 4 : 65536),
                                8192,
                                random.nextInt(8192),
                                random.nextInt(8192));
                }
                host.run(random.nextInt(20) * MS);
            }
            host.run(200 * SECOND);
            assertTrue(host.session.isTerminated());
        }
    }

    @Test
    void shouldPutAMillisecondOfTheRateIntoOneSendCallAtMost() {
        Setup setup = Setup.closed(A).file("f", 3_000_000);
        // 20 blocks a millisecond; the first wake-up finds five milliseconds of credit.
        setup.rate = 20 * 1_052_000;
        SenderHarness host = setup.start();
        host.allRegister(A);
        host.ackFileInfo(A, 1, 0);
        host.run(5 * MS);
        assertTrue(host.session.view().blocksSent() >= 100);
        assertEquals(20, host.mostAtOnce);
    }

    @Test
    void shouldTakeBackNothingThatIsStillToBeSent() {
        Setup setup = Setup.closed(A).file("f", 20_000_000);
        setup.rate = 10_000_000;
        SenderHarness host = afterFirstPass(setup, A);
        host.run(200 * MS);
        int sent = host.blocks().size();
        assertTrue(sent > 1000 && sent < 3000, sent + " blocks");
        // The section being sent, and one that was not begun.
        host.status(A, 1, 0, 8000, 0, 1, 2);
        host.status(A, 1, 2, 8000, 5);
        assertEquals(0, host.session.view().naksReceived());
        host.run(10 * SECOND);
        assertEquals(20_000, host.blocks().size(), "each block once");
    }

    @Test
    void shouldSendWhatAnEarlierSectionLacksInTheNextPass() {
        Setup setup = Setup.closed(A, B).file("f", 20_000_000);
        setup.rate = 10_000_000;
        SenderHarness host = afterFirstPass(setup, A, B);
        while (host.blocks().size() < 10_000) {
            host.runToNextPacket();
        }
        host.status(A, 1, 0, 6667, 17, 18);
        assertEquals(2, host.session.view().naksReceived());
        while (host.dones().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(20_000, host.blocks().size(), "not in this pass");
        host.now += 8 * MS;
        host.status(A, 1, 2, 6666, 5);
        host.complete(B, 1);
        host.forgetWire();
        host.run(10 * MS);
        assertEquals(
                List.of(new Block(1, 0, 17, 17_000, 1000), new Block(1, 0, 18, 18_000, 1000)),
                host.blocks().subList(0, 2));
        assertEquals(3, host.blocks().size());
        assertEquals(2, host.session.view().pass());
    }

    @Test
    void shouldAbortTheUnfinishedAfterTheLastPass() {
        Setup setup = Setup.closed(A, B, C).file("f", 10_000);
        setup.maxPasses = 2;
        SenderHarness host = afterFirstPass(setup, A, B, C);
        host.now += 3 * MS;
        host.complete(C, 1);
        for (int pass = 1; pass <= 2; pass++) {
            host.status(A, 1, 0, 10, 4);
            host.status(B, 1, 0, 10, 4);
            host.now += 3 * MS;
        }
        assertEquals(11, host.blocks().size());
        assertEquals(List.of(A, B), host.aborts().stream().map(Abort::hostId).toList());
        assertEquals(ReceiverState.ABORTED, host.participant(A).state());
        assertEquals(FileOutcome.ABORTED, host.participant(B).outcome(0));
        assertEquals(IdList.of(C), host.last(Done.class).receivers());
        host.finishSession(C);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
    }

    @Test
    void shouldAbortEverybodyForOneWhenTold() {
        Setup setup = Setup.closed(A, B).file("f", 10_000);
        setup.quitOnError = true;
        SenderHarness host = afterFirstPass(setup, A, B);
        host.receive(A, new Abort(0, 0, "disk full"));
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertTrue(host.aborts().stream().allMatch(a -> a.hostId() == 0));
        assertEquals(FileOutcome.ABORTED, host.participant(B).outcome(0));
        assertEquals("receiver 0x00000101: disk full", host.session.view().endReason());
    }

    @Test
    void shouldStopSendingWhenNobodyIsLeft() {
        Setup setup = Setup.closed(A).file("f", 10_000_000);
        setup.rate = 1_000_000;
        SenderHarness host = afterFirstPass(setup, A);
        host.run(100 * MS);
        host.receive(A, new Abort(0, 0, "gone"));
        int sent = host.wire.size();
        host.run(10 * SECOND);
        assertEquals(sent, host.wire.size());
        assertTrue(host.session.isTerminated());
    }

    @Test
    void shouldReadInBoundedRunsAndSendOnlyWhatIsThere() {
        Setup setup = Setup.closed(A).file("f", 20_000_000);
        SenderHarness host = setup.start();
        host.allRegister(A);
        host.diskHeld = true;
        host.requests.clear();
        host.ackFileInfo(A, 1, 2 * MS);
        assertTrue(host.blocks().isEmpty());
        // 63 datagrams of 1,024 bytes make one send call, and four of these one run.
        int run = 4 * 63;
        long underWay = 0;
        for (Action action : host.requests) {
            Action.ReadBlocks read = (Action.ReadBlocks) action;
            assertEquals(run, read.count());
            underWay += read.count();
        }
        assertTrue(underWay * 1000 <= ReadAhead.MAX_BYTES && underWay * 1000 > ReadAhead.MAX_BYTES - (run + 1) * 1000);
        host.feed(new TaskResult.BlocksReady(1, run, run));
        host.feed(new TaskResult.BlocksReady(7, 0, run));
        host.feed(new TaskResult.BlocksReady(1, 0, run - 1));
        assertTrue(host.blocks().isEmpty(), "only in the order of the requests");
        host.feed(new TaskResult.BlocksReady(1, 0, run));
        assertEquals(run, host.blocks().size());
        host.releaseDisk();
        host.run(10 * MS);
        assertEquals(20_000, host.blocks().size());
    }

    @Test
    void shouldAskForScatteredBlocksInBatches() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 8_000_000), A);
        int[] everySecond =
                java.util.stream.IntStream.range(0, 4000).map(i -> 2 * i).toArray();
        host.diskHeld = true;
        host.requests.clear();
        host.run(50 * MS);
        host.status(A, 1, 0, 8000, everySecond);
        host.run(100 * MS);
        int run = 4 * 63;
        int first = host.requests.size();
        assertTrue(first > 3900 - 2 * run && first <= 4000, first + " requests");
        host.requests.clear();
        for (int block : everySecond) {
            host.feed(new TaskResult.BlocksReady(1, block, 1));
            assertTrue(host.requests.isEmpty() || host.requests.size() >= Math.min(run, 4000 - first), "no dribble");
        }
        assertEquals(4000, first + host.requests.size());
    }

    @Test
    void shouldReadLittleAheadAtALowRate() {
        Setup setup = Setup.closed(A).file("f", 20_000_000);
        setup.rate = 100_000;
        SenderHarness host = setup.start();
        host.diskHeld = true;
        host.allRegister(A);
        host.ackFileInfo(A, 1, 2 * MS);
        assertEquals(
                ReadAhead.MIN_RUNS,
                host.requests.stream()
                        .filter(Action.ReadBlocks.class::isInstance)
                        .count());
    }

    @Test
    void shouldKeepReceiversAliveWhileTheDiskIsSlow() {
        SenderHarness host = Setup.closed(A, B).file("f", 10_000).start();
        host.allRegister(A, B);
        host.diskHeld = true;
        host.allAck(1, A, B);
        host.forgetWire();
        host.run(10 * SECOND);
        assertEquals(40, host.fileInfos().size(), "four a second");
        assertEquals(IdList.of(A, B), host.last(FileInfo.class).receivers());
        assertTrue(host.dones().isEmpty());
        host.allAck(1, A, B);
        assertEquals("the disk", host.session.view().waitingFor());
        host.releaseDisk();
        assertEquals(10, host.blocks().size());
    }

    @Test
    void shouldGiveUpADiskThatNeverAnswers() {
        SenderHarness host = Setup.closed(A).file("f", 10_000).start();
        host.allRegister(A);
        host.diskHeld = true;
        host.ackFileInfo(A, 1, 2 * MS);
        host.run(SourceQueue.TIMEOUT_NS + SECOND);
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
    }

    @Test
    void shouldSendADoneToEveryIncompleteReceiverInSeveralPackets() {
        int[] ids = java.util.stream.IntStream.rangeClosed(1, 300).toArray();
        Setup setup = Setup.closed(ids).file("f", 10_000);
        setup.blockSize = 512;
        SenderHarness host = afterFirstPass(setup, ids);
        assertEquals(
                List.of(128, 128, 44),
                host.dones().stream().map(d -> d.receivers().size()).toList());
    }

    @Test
    void shouldWrapSequenceNumbers() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 70_000_000), A);
        assertEquals(70_000, host.blocks().size());
        assertTrue(host.wire.stream().anyMatch(p -> p.sequence() == 0xFFFF));
    }

    @Test
    void shouldKeepItsRate() {
        Setup setup = Setup.closed(A).file("f", 5_000_000);
        setup.rate = 1_250_000;
        SenderHarness host = afterFirstPass(setup, A);
        long start = host.now;
        while (host.dones().isEmpty()) {
            host.runToNextPacket();
        }
        double ideal = 5_000 * 1052 / 1_250_000.0;
        assertEquals(ideal, (host.now - start) / 1e9, ideal / 100);
    }

    @Test
    void shouldNotLetTheGrttFallBelowThePacketInterval() {
        Setup setup = Setup.closed(A).file("f", 5_000);
        setup.rate = 1052;
        SenderHarness host = afterFirstPass(setup, A);
        assertEquals(10 * MS, host.session.view().grttNs());
        host.run(6 * SECOND);
        assertEquals(5, host.blocks().size());
        assertEquals(1, host.fileInfos().size(), "blocks are signs of life enough");
        host.run(SECOND);
        assertEquals(1, host.dones().size(), "3 s until the next");
    }

    @Test
    void shouldRecoverFromAnInflatedFirstMeasurement() {
        SenderHarness host = Setup.closed(A).file("f", 10_000).start();
        host.register(A, 300 * MS);
        host.ackFileInfo(A, 1, 2 * MS);
        assertEquals(243 * MS, host.session.view().grttNs(), "a tenth after FILEINFO, a tenth with DONE");
        host.now += 3 * MS;
        host.status(A, 1, 0, 10, 4);
        host.run(3 * MS);
        assertEquals(11, host.blocks().size());
        assertEquals(243 * MS / 10 * 9, host.session.view().grttNs());
    }

    @Test
    void shouldAskTwiceOnlyWhoMayHaveKeptSomethingBack() {
        Setup setup = Setup.closed(A, B).file("f", 20_000_000);
        setup.rate = 10_000_000;
        SenderHarness host = afterFirstPass(setup, A, B);
        while (host.dones().isEmpty()) {
            host.runToNextPacket();
        }
        // A answers in a few milliseconds, B one GRTT later as the reference does.
        host.run(7 * MS);
        host.status(A, 1, 0, 6667, 1);
        host.status(A, 1, 2, 6666, 5);
        host.run(6 * MS);
        host.status(B, 1, 2, 6666, 7);
        host.run(5 * MS);
        assertEquals(20_003, host.blocks().size(), "in this slow pass B has reported each section when it was over");
        assertEquals(3, host.dones().size(), "each is sent twice once blocks are known to be lost");
        // The second pass goes through all sections within a GRTT.
        host.run(7 * MS);
        host.status(A, 1, 0, 6667, 1);
        host.run(6 * MS);
        host.status(B, 1, 2, 6666, 7);
        host.run(20 * MS);
        assertEquals(3 + 2, host.dones().size(), "the second round");
        assertEquals(IdList.of(B), host.last(Done.class).receivers(), "A is known to report everything");
        assertEquals(20_003, host.blocks().size(), "B's second report is awaited");
        host.status(B, 1, 0, 6667, 9);
        host.status(B, 1, 2, 6666, 7);
        host.run(10 * MS);
        assertEquals(20_006, host.blocks().size());
        assertEquals(3, host.session.view().pass());
    }

    /** Who loses the only DONE would miss the next pass. */
    @Test
    void shouldSendDoneTwiceOnceBlocksWereLost() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000), A, B);
        host.run(5 * MS);
        assertEquals(1, host.dones().size(), "no loss is known of");
        host.run(8 * MS);
        host.status(A, 1, 0, 10, 1);
        host.status(B, 1, 0, 10, 1);
        assertEquals(2, host.dones().size());
        host.now += MS;
        host.complete(A, 1);
        host.run(3 * MS);
        assertEquals(3, host.dones().size());
        assertEquals(IdList.of(B), host.last(Done.class).receivers(), "A has answered meanwhile");
        host.run(10 * MS);
        assertEquals(3, host.dones().size());
    }

    @Test
    void shouldNotAskTwiceAboutASingleSection() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 10_000), A);
        host.run(13 * MS);
        host.status(A, 1, 0, 10, 1);
        assertEquals(11, host.blocks().size(), "no second round, no pause");
        assertFalse(host.participant(A).reportsAtOnce);
    }

    @Test
    void shouldTrustWhoseSecondAnswersTwiceHeldNothingNew() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 20_000_000), A);
        for (int pass = 1; pass <= 3; pass++) {
            int doneBefore = host.dones().size();
            host.run(13 * MS);
            host.status(A, 1, 0, 6667, 1);
            host.status(A, 1, 1, 6667, 1);
            if (pass < 3) {
                host.run(12 * MS);
                // From pass 2 on each DONE is sent twice.
                int dones = pass == 1 ? 1 : 3;
                assertEquals(doneBefore + dones, host.dones().size(), "second round of pass " + pass);
                assertEquals(pass, host.session.view().pass());
                host.run(13 * MS);
                host.status(A, 1, 0, 6667, 1);
                host.status(A, 1, 1, 6667, 1);
            }
            host.run(3 * MS);
            assertEquals(pass + 1, host.session.view().pass());
        }
        assertTrue(host.participant(A).reportsAtOnce);
    }

    @Test
    void shouldStayMoreThanOneGrttWithAReceiverThatKeepsSomethingBack() {
        SenderHarness host = afterFirstPass(Setup.closed(A).file("f", 20_000_000), A);
        for (int pass = 1; pass <= 4; pass++) {
            host.run(13 * MS);
            host.status(A, 1, 2, 6666, 1);
            host.run(12 * MS);
            host.run(13 * MS);
            host.status(A, 1, 1, 6667, 1, 2, 3);
            host.status(A, 1, 2, 6666, 1);
            host.run(3 * MS);
            assertEquals(pass + 1, host.session.view().pass());
        }
        assertFalse(host.participant(A).reportsAtOnce);
        assertEquals(20_000 + 4 * 4, host.session.view().blocksSent());
    }

    @Test
    void shouldCountCompleteOnceAndOnlyForTheFile() {
        SenderHarness host = afterFirstPass(Setup.closed(A, B).file("f", 10_000).file("g", 10), A, B);
        host.complete(A, 1);
        host.complete(A, 1);
        host.receive(A, new Complete(2, CompletionStatus.NORMAL, List.of(), IdList.EMPTY));
        assertEquals(1, host.fileInfos().size());
        host.status(A, 1, 0, 10, 4);
        assertEquals(10_000, host.participant(A).bytes());
        host.complete(B, 1);
        assertEquals(2, host.last(FileInfo.class).fileId());
        // Ten, and that of the second file, which does not wait for its answers.
        assertEquals(11, host.session.view().blocksSent());
        host.complete(B, 1);
        assertEquals(
                2,
                host.session.view().participants().stream()
                        .filter(p -> p.outcome(0) == FileOutcome.COPY)
                        .count());
    }
}
