package io.uftpengine.core.protocol.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.QuantizedRate;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.sender.SenderHarness.Packet;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A TFMCC sender whose receivers the test plays (wire facts 9.1). */
class TfmccTest {
    private static final long MS = SenderHarness.MS;
    private static final long SECOND = SenderHarness.SECOND;
    private static final int A = 0x11;
    private static final int B = 0x12;
    private static final int RTT = TfmccAck.FLAG_RTT;
    private static final int START = TfmccAck.FLAG_START;
    /** IP packet with a block of 1000 bytes: 28 + 16 + 16 + 1000. */
    private static final int PACKET = 1060;

    private SenderHarness sending(TfmccLimits limits, long rttA, long rttB, long size) {
        Setup setup = Setup.closed(A, B).file("one", size).file("two", size);
        setup.tfmcc = limits;
        SenderHarness harness = setup.start();
        harness.register(A, rttA);
        harness.register(B, rttB);
        harness.ackFileInfo(A, 1, rttA);
        harness.ackFileInfo(B, 1, rttB);
        return harness;
    }

    private SenderHarness sending(TfmccLimits limits) {
        return sending(limits, 10 * MS, 5 * MS, 100_000_000);
    }

    private static DropReason feedback(SenderHarness harness, int id, int flags, long rate, long rttNs) {
        return harness.receive(id, new CcAck(List.of(ack(harness, id, flags, rate, rttNs))));
    }

    private static TfmccAck ack(SenderHarness harness, int id, int flags, long rate, long rttNs) {
        return new TfmccAck(
                flags,
                last(harness).ccSequence(),
                QuantizedRate.encode(rate),
                id,
                harness.epochMicros() - rttNs / 1000);
    }

    private static CongCtrl last(SenderHarness harness) {
        List<CongCtrl> all = harness.messages(CongCtrl.class);
        return all.get(all.size() - 1);
    }

    private static int clr(SenderHarness harness) {
        CongCtrl.Item first = last(harness).items().get(0);
        return (first.flags() & TfmccAck.FLAG_CLR) != 0 ? first.receiverId() : 0;
    }

    private static long rate(SenderHarness harness) {
        return harness.session.view().rateBytesPerSecond();
    }

    @Test
    void shouldAnnounceItAndStampEveryBlock() {
        SenderHarness harness = sending(TfmccLimits.NONE);
        assertEquals(Announce.CC_TFMCC, harness.messages(Announce.class).get(0).ccType());
        harness.run(100 * MS);
        List<SenderHarness.Block> blocks = harness.blocks();
        assertTrue(blocks.size() >= 36 && blocks.size() <= 48, "four a GRTT: " + blocks.size());
        for (SenderHarness.Block block : blocks) {
            long stamp = block.stamp();
            assertEquals(4 * PACKET * 100, QuantizedRate.decode(TfmccStamp.sendRateCode(stamp)), 200);
        }
        assertEquals(0x481E, TfmccStamp.ccRateCode(blocks.get(0).stamp()));
    }

    @Test
    void shouldStampNothingAndAskNothingWithout() {
        Setup setup = Setup.closed(A).file("one", 50_000);
        setup.rate = 100_000;
        SenderHarness harness = setup.start();
        harness.register(A, 10 * MS);
        harness.ackFileInfo(A, 1, 10 * MS);
        harness.run(SECOND);
        assertEquals(Announce.CC_NONE, harness.messages(Announce.class).get(0).ccType());
        assertTrue(harness.blocks().stream().allMatch(block -> block.stamp() == TfmccStamp.NONE));
        assertEquals(0, harness.packets(Function.CONG_CTRL).size());
        assertEquals(100_000, rate(harness));
    }

    @Test
    void shouldAskEveryGrttAndCountARoundEverySix() {
        SenderHarness harness = sending(TfmccLimits.NONE);
        for (int i = 0; i < 60; i++) {
            harness.run(10 * MS);
            feedback(harness, A, RTT, 200_000, 10 * MS);
        }
        List<Packet> asked = harness.packets(Function.CONG_CTRL);
        assertEquals(60, asked.size(), 4);
        int rounds = ((CongCtrl) asked.get(asked.size() - 1).message()).ccSequence()
                - ((CongCtrl) asked.get(0).message()).ccSequence();
        assertEquals(10, rounds, 1);
    }

    @Test
    void shouldTakeTheFarthestForTheLimitingOneFirst() {
        SenderHarness harness = sending(TfmccLimits.NONE);
        assertEquals(A, clr(harness));
        CongCtrl control = last(harness);
        assertEquals(2, control.items().size());
        for (CongCtrl.Item item : control.items()) {
            assertEquals(RTT | START, item.flags() & (RTT | START));
        }
    }

    @Test
    void shouldRiseFastUntilSomebodyHasSeenLossAndSlowlyLater() {
        SenderHarness harness = sending(TfmccLimits.NONE);
        for (int i = 0; i < 6; i++) {
            harness.run(11 * MS);
            feedback(harness, A, RTT | START, 2 * rate(harness), 10 * MS);
        }
        long fast = rate(harness);
        assertTrue(fast > 5_000_000, "after 66 ms " + fast);
        for (int i = 0; i < 10; i++) {
            harness.run(10 * MS);
            feedback(harness, A, RTT, 2 * fast, 10 * MS);
        }
        assertEquals(fast + 10 * PACKET * 100, rate(harness), 2.5 * PACKET * 100);
    }

    @Test
    void shouldFallToWhatTheWorstReceiverAllowsAndFollowIt() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0));
        harness.run(100 * MS);
        feedback(harness, A, RTT, 4_000_000, 10 * MS);
        assertEquals(4_000_000, rate(harness), 2000);
        feedback(harness, B, RTT, 1_000_000, 5 * MS);
        assertEquals(1_000_000, rate(harness), 2000);
        harness.run(11 * MS);
        assertEquals(B, clr(harness));
        assertTrue(
                QuantizedRate.decode(last(harness).rateCode()) <= 901_000,
                "who allows more needs not answer this round");
        feedback(harness, A, RTT, 3_000_000, 10 * MS);
        assertEquals(1_000_000, rate(harness), 2000, "the other one does not matter");
    }

    @Test
    void shouldGoOnCountingRoundsAndKeepTheRateFromFileToFile() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0), 10 * MS, 5 * MS, 100_000);
        feedback(harness, A, RTT, 3_000_000, 10 * MS);
        harness.run(150 * MS);
        int round = last(harness).ccSequence();
        long before = rate(harness);
        harness.complete(A, 1);
        harness.complete(B, 1);
        harness.ackFileInfo(A, 2, 10 * MS);
        harness.ackFileInfo(B, 2, 5 * MS);
        harness.run(5 * MS);
        assertTrue(last(harness).ccSequence() > round, "from " + round + " to " + last(harness));
        assertEquals(before, rate(harness), before / 100.0);
        assertEquals(A, clr(harness), "the one whose rate is known");
    }

    /** What came in is half of what was sent, because for half of the time nothing was sent. */
    @Test
    void shouldNotTakeItsOwnPauseForAThinPath() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0), 10 * MS, 5 * MS, 300_000);
        harness.run(150 * MS);
        assertTrue(harness.packets(Function.DONE).size() > 0, "the pass is over");
        feedback(harness, A, RTT | START, 100_000, 10 * MS);
        feedback(harness, B, RTT | START, 100_000, 5 * MS);
        assertEquals(5_000_000, rate(harness));
    }

    @Test
    void shouldNotRaiseARateThatIsNotUsed() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0), 10 * MS, 5 * MS, 300_000);
        feedback(harness, A, RTT, 5_000_000, 10 * MS);
        harness.run(200 * MS);
        long before = rate(harness);
        for (int i = 0; i < 50; i++) {
            harness.run(10 * MS);
            feedback(harness, A, RTT, 50_000_000, 10 * MS);
        }
        assertTrue(rate(harness) <= before, "from " + before + " to " + rate(harness));
    }

    @Test
    void shouldNotBeDrivenUpByAFlood() {
        SenderHarness harness = sending(new TfmccLimits(0, 0, 2_000_000));
        for (int i = 0; i < 10_000; i++) {
            feedback(harness, A, RTT | START, QuantizedRate.UNLIMITED, 10 * MS);
        }
        assertTrue(rate(harness) <= 16 * PACKET * 100, "no time has passed: " + rate(harness));
        for (int i = 0; i < 200; i++) {
            harness.run(10 * MS);
            feedback(harness, A, RTT, QuantizedRate.UNLIMITED, 10 * MS);
        }
        assertTrue(rate(harness) <= 2_000_000, "not beyond the bound: " + rate(harness));
    }

    @Test
    void shouldSlowDownForASilentLimitingReceiverAndThenTakeAnother() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0));
        feedback(harness, A, RTT, 4_000_000, 10 * MS);
        harness.run(150 * MS);
        assertEquals(4_000_000, rate(harness), 2000, "a pause is no silence");
        harness.run(400 * MS);
        assertEquals(1_000_000, rate(harness), 1_000);
        assertEquals(A, clr(harness));
        harness.run(SECOND);
        assertEquals(B, clr(harness));
        feedback(harness, B, RTT, 6_000_000, 5 * MS);
        harness.run(150 * MS);
        assertEquals(B, clr(harness));
    }

    @Test
    void shouldTakeAnotherLimitingReceiverWhenOneIsGone() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0));
        harness.complete(A, 1);
        harness.run(20 * MS);
        assertEquals(B, clr(harness));
        assertEquals(1, last(harness).items().size(), "the one that is finished is not listed");
    }

    @Test
    void shouldGiveUpWhenNobodyIsHeard() {
        SenderHarness harness = sending(new TfmccLimits(0, 0, 10_000));
        harness.run(25 * SECOND);
        assertEquals(ReceiverState.ACTIVE, harness.participant(A).state());
        harness.run(60 * SECOND);
        assertEquals(ReceiverState.LOST, harness.participant(A).state());
        assertEquals(ReceiverState.LOST, harness.participant(B).state());
    }

    @Test
    void shouldTakeFeedbackThatComesWithAStatus() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0), 10 * MS, 5 * MS, 300_000);
        harness.run(200 * MS);
        NakBitmap naks = NakBitmap.forBlocks(300);
        naks.set(7);
        harness.receive(B, new Status(1, 0, List.of(ack(harness, B, RTT, 1_500_000, 5 * MS)), naks));
        assertEquals(1_500_000, rate(harness), 1000);
    }

    /** One that has no round-trip time of its own takes the GRTT for it. */
    @Test
    void shouldScaleTheRateOfAReceiverThatDoesNotKnowItsRoundTrip() {
        SenderHarness harness = sending(new TfmccLimits(0, 50_000_000, 0), 100 * MS, 10 * MS, 100_000_000);
        harness.run(600 * MS);
        feedback(harness, B, 0, 1_000_000, 10 * MS);
        assertEquals(10_600_000, rate(harness), 1_000_000);
    }

    @Test
    void shouldRaiseTheGrttForARoundTripThatLastsOnly() {
        SenderHarness harness = sending(TfmccLimits.NONE);
        harness.run(50 * MS);
        long before = harness.session.view().grttNs();
        for (int i = 0; i < 20; i++) {
            feedback(harness, A, RTT | START, 1_000_000, 800 * MS - i * 10 * MS);
        }
        assertEquals(before, harness.session.view().grttNs(), "a pause of a program");
        harness.run(100 * MS);
        assertEquals(before, harness.session.view().grttNs(), "nor later");
        feedback(harness, A, RTT | START, 1_000_000, 300 * MS);
        harness.run(20 * MS);
        feedback(harness, A, RTT | START, 1_000_000, 300 * MS);
        assertEquals(300 * MS, harness.session.view().grttNs(), 5 * MS);
    }

    @Test
    void shouldIgnoreFeedbackOfThoseWhoAreNotReceiving() {
        SenderHarness harness = sending(new TfmccLimits(0, 5_000_000, 0));
        harness.complete(B, 1);
        feedback(harness, B, RTT, 1000, 5 * MS);
        assertEquals(5_000_000, rate(harness));
    }

    /** CONG_CTRLs don't keep a receiver (wire facts 8.4): what does must go on coming. */
    @Test
    void shouldNotTakeItsQuestionsForSignsOfLife() {
        Setup setup = Setup.closed(A).file("one", 5_000_000);
        setup.tfmcc = new TfmccLimits(0, 0, 100_000);
        setup.diskHeld = true;
        SenderHarness harness = setup.start();
        harness.register(A, 10 * MS);
        harness.releaseDisk();
        harness.diskHeld = true;
        harness.ackFileInfo(A, 1, 10 * MS);
        int before = harness.wire.size();
        harness.run(900 * MS);
        long kept = harness.wire.subList(before, harness.wire.size()).stream()
                .filter(p -> p.message() == null || p.message().function() != Function.CONG_CTRL)
                .count();
        assertTrue(kept >= 2, "only " + kept + " in 900 ms");
    }

    @Test
    void shouldNotBelieveWhatIsNotSealed() {
        Setup setup = Setup.closed(A).file("one", 5_000_000).encrypted(false, 0);
        setup.tfmcc = new TfmccLimits(0, 5_000_000, 0);
        SenderHarness harness = setup.start();
        harness.registerKeyed(A);
        harness.run(50 * MS);
        harness.keyInfoAck(A);
        harness.run(50 * MS);
        harness.sealed(
                A,
                new io.uftpengine.codec.message.FileInfoAck(
                        1, false, harness.epochMicros() - 5000, io.uftpengine.codec.field.IdList.EMPTY),
                Protection.APPLICATION);
        harness.run(50 * MS);
        assertFalse(harness.packets(Function.CONG_CTRL).isEmpty());
        for (Packet packet : harness.packets(Function.CONG_CTRL)) {
            assertEquals(Protection.APPLICATION, packet.protection());
        }
        DropReason dropped = harness.receive(A, new CcAck(List.of(ack(harness, A, RTT, 1000, 5 * MS))));
        assertEquals(DropReason.UNAUTHENTICATED, dropped);
        assertEquals(5_000_000, rate(harness));
    }
}
