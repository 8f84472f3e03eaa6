package io.uftpengine.core.protocol.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.field.QuantizedRate;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a receiver of a TFMCC session says, and what not (wire facts 9.2). */
class TfmccFeedbackTest {
    private static final long MS = ReceiverHarness.MS;
    private static final int US = ReceiverHarness.US;
    private static final int CLR = TfmccAck.FLAG_CLR;
    private static final int RTT = TfmccAck.FLAG_RTT;
    private static final int START = TfmccAck.FLAG_START;
    private static final int OPEN = QuantizedRate.encode(QuantizedRate.UNLIMITED);
    private static final int BLOCK = 1000;
    private static final int FILE_BLOCKS = 8000;

    private final ReceiverHarness harness = receiving();
    private int next;

    private static ReceiverHarness receiving() {
        ReceiverHarness harness = new ReceiverHarness(ReceiverHarness.tfmccAnnounce(BLOCK));
        harness.deliver(new RegConf(ReceiverHarness.WE));
        harness.deliver(ReceiverHarness.fileInfo(1, (long) BLOCK * FILE_BLOCKS, ReceiverHarness.WE));
        harness.opened(1);
        harness.forget();
        return harness;
    }

    /** A packet a millisecond. */
    private void flow(int blocks) {
        for (int i = 0; i < blocks; i++) {
            harness.pass(MS);
            harness.block(1, 0, next++, BLOCK);
        }
    }

    private void loseOne() {
        harness.pass(MS);
        harness.sequence++;
        next++;
    }

    private void congCtrl(int round, int rateCode, CongCtrl.Item... items) {
        harness.deliver(new CongCtrl(round, rateCode, 1_700_000_100_000_000L, List.of(items)));
    }

    private static CongCtrl.Item us(int flags, double rttSeconds) {
        return new CongCtrl.Item(US, flags, QuantizedRtt.encode(rttSeconds));
    }

    private TfmccAck answer() {
        List<CcAck> answers = harness.sent(CcAck.class);
        assertEquals(1, answers.size(), "one answer");
        harness.forget();
        return (TfmccAck) answers.get(0).extensions().get(0);
    }

    private void assertSilent() {
        assertEquals(List.of(), harness.sent(CcAck.class));
    }

    @Test
    void shouldAnswerAsTheLimitingReceiverAndEchoTheTime() {
        flow(500);
        congCtrl(1, OPEN, us(CLR | RTT | START, 0.05));
        TfmccAck ack = answer();
        assertEquals(RTT | START, ack.flags());
        assertEquals(1, ack.ccSequence());
        assertEquals(US, ack.receiverId());
        assertEquals(1_700_000_100_000_000L, ack.echoedMicros());
        // Twice of what comes in: a thousand packets a second, which the harness says have 100 bytes of UDP.
        assertEquals(2 * 128_000, QuantizedRate.decode(ack.rateCode()), 12_000);
    }

    @Test
    void shouldSayNothingOfARoundTripItHasNotHeardOf() {
        flow(100);
        congCtrl(1, OPEN, us(CLR, 0));
        assertEquals(START, answer().flags());
    }

    @Test
    void shouldWorkOutTheRateThatTheLossAllows() {
        flow(100);
        congCtrl(1, OPEN, us(CLR | RTT, 0.05));
        answer();
        for (int i = 0; i < 12; i++) {
            flow(199);
            loseOne();
        }
        flow(10);
        congCtrl(2, OPEN, us(CLR | RTT, 0.05));
        TfmccAck ack = answer();
        assertEquals(RTT, ack.flags(), "slow start is over");
        // 1060 / (0.05 * (sqrt(2/3/200) + 12 * sqrt(3/8/200) / 200)); the time is coded up to 8 % higher.
        assertEquals(330_000, QuantizedRate.decode(ack.rateCode()), 40_000);
    }

    @Test
    void shouldTakeTheFirstRoundTripWholeAndSmoothTheNext() {
        flow(100);
        loseOne();
        flow(300);
        congCtrl(1, OPEN, us(CLR | RTT, 0.1));
        long first = QuantizedRate.decode(answer().rateCode());
        congCtrl(1, OPEN, us(CLR | RTT, 0.2));
        long second = QuantizedRate.decode(answer().rateCode());
        assertEquals(first / 1.1, second, first / 30.0);
    }

    @Test
    void shouldAnswerOnlyTheLastOfSeveralQuestionsReadAtOnce() {
        flow(100);
        for (int i = 0; i < 5; i++) {
            CongCtrl question = new CongCtrl(1, OPEN, 1_700_000_100_000_000L + i, List.of(us(CLR | RTT, 0.05)));
            harness.deliverUndrained(question);
        }
        harness.drainNow();
        assertEquals(1_700_000_100_000_004L, answer().echoedMicros());
    }

    @Test
    void shouldAnswerOnceARoundWhenItDoesNotLimit() {
        harness.groupSize = 1;
        flow(100);
        congCtrl(1, OPEN, us(RTT, 0.05));
        harness.pass(1);
        answer();
        flow(20);
        congCtrl(1, OPEN, us(RTT, 0.05));
        flow(300);
        assertSilent();
        congCtrl(2, OPEN, us(RTT, 0.05));
        harness.pass(1);
        assertEquals(2, answer().ccSequence());
    }

    @Test
    void shouldLearnOfARoundFromABlock() {
        harness.groupSize = 1;
        flow(100);
        harness.session.onStamp(TfmccStamp.of(0, 9, OPEN), harness.now);
        harness.pass(700 * MS);
        assertEquals(9, answer().ccSequence());
    }

    @Test
    void shouldBeSilencedByALowerRate() {
        flow(200);
        for (int round = 1; round < 50; round++) {
            harness.session.onStamp(TfmccStamp.of(0, round, OPEN), harness.now);
            harness.session.onStamp(TfmccStamp.of(0, round, QuantizedRate.encode(100_000)), harness.now);
            flow(20);
        }
        harness.pass(700 * MS);
        assertSilent();
    }

    @Test
    void shouldNotTakeAnOldRoundForANewOne() {
        harness.groupSize = 1;
        flow(100);
        harness.session.onStamp(TfmccStamp.of(0, 2, OPEN), harness.now);
        harness.pass(1);
        answer();
        harness.session.onStamp(TfmccStamp.of(0, 1, OPEN), harness.now);
        harness.session.onStamp(TfmccStamp.of(0, 0xFFF0, OPEN), harness.now);
        harness.pass(700 * MS);
        assertSilent();
    }

    @Test
    void shouldCountRoundsRoundTheCorner() {
        harness.groupSize = 1;
        flow(100);
        harness.session.onStamp(TfmccStamp.of(0, 0xFFFF, OPEN), harness.now);
        harness.pass(1);
        assertEquals(0xFFFF, answer().ccSequence());
        harness.session.onStamp(TfmccStamp.of(0, 0, OPEN), harness.now);
        harness.pass(1);
        assertEquals(0, answer().ccSequence());
    }

    @Test
    void shouldAddItToEveryStatus() {
        flow(100);
        congCtrl(1, OPEN, us(RTT, 0.05));
        loseOne();
        flow(20);
        harness.forget();
        harness.deliver(ReceiverHarness.done(1, 0, ReceiverHarness.WE));
        harness.pass(200 * MS);
        List<Status> reports = harness.sent(Status.class);
        assertTrue(!reports.isEmpty(), "a report");
        TfmccAck ack = (TfmccAck) reports.get(0).extensions().get(0);
        assertEquals(RTT, ack.flags());
        assertEquals(1, ack.ccSequence());
    }

    @Test
    void shouldAddNothingWithoutCongestionControl() {
        ReceiverHarness plain = ReceiverHarness.receiving(2000);
        plain.block(1, 0, 5, ReceiverHarness.BLOCK);
        plain.deliver(new CongCtrl(1, OPEN, 5, List.of(us(CLR | RTT, 0.05))));
        plain.session.onStamp(TfmccStamp.of(0, 1, OPEN), plain.now);
        plain.deliver(ReceiverHarness.done(1, 0, ReceiverHarness.WE));
        plain.pass(200 * MS);
        assertEquals(List.of(), plain.sent(CcAck.class));
        assertEquals(List.of(), plain.sent(Status.class).get(0).extensions());
    }

    @Test
    void shouldNotAnswerBetweenFiles() {
        ReceiverHarness between = new ReceiverHarness(ReceiverHarness.tfmccAnnounce(BLOCK));
        between.deliver(new CongCtrl(1, OPEN, 5, List.of(us(CLR | RTT, 0.05))));
        between.deliver(new RegConf(ReceiverHarness.WE));
        between.deliver(new CongCtrl(1, OPEN, 5, List.of(us(CLR | RTT, 0.05))));
        between.pass(50 * MS);
        assertEquals(List.of(), between.sent(CcAck.class));
    }

    /** What the sender numbered before we were in is not lost. */
    @Test
    void shouldNotCountWhatWasNotForUs() {
        ReceiverHarness late = new ReceiverHarness(ReceiverHarness.tfmccAnnounce(BLOCK));
        late.sequence += 500;
        late.deliver(new RegConf(ReceiverHarness.WE));
        late.sequence += 500;
        late.deliver(ReceiverHarness.fileInfo(1, (long) BLOCK * 100, ReceiverHarness.WE));
        late.opened(1);
        for (int i = 0; i < 50; i++) {
            late.pass(MS);
            late.block(1, 0, i, BLOCK);
        }
        late.forget();
        late.deliver(new CongCtrl(1, OPEN, 5, List.of(us(CLR | RTT, 0.05))));
        TfmccAck ack = (TfmccAck) late.sent(CcAck.class).get(0).extensions().get(0);
        assertEquals(RTT | START, ack.flags());
        assertNull(late.ended());
    }

    @Test
    void shouldCountRefusedBlocksAsLost() {
        flow(200);
        harness.session.blockRefused(harness.now);
        flow(20);
        congCtrl(1, OPEN, us(CLR | RTT, 0.05));
        assertEquals(RTT, answer().flags());
    }
}
