package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.sim.LinkModel.Bottleneck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sessions whose rate the network decides on. */
class SimTfmccTest {
    private static final long MILLISECOND = Simulation.MILLISECOND;
    private static final long SECOND = Simulation.SECOND;
    private static final long FILE = 10_000_000;

    private static Simulation scenario(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed)).tfmcc(TfmccLimits.NONE);
    }

    /** @param seconds what it may take: far more is a rate that does not rise */
    @ParameterizedTest
    @CsvSource({"1,0,0.6", "3,0,0.6", "1,0.01,2.5", "3,0.01,2.5", "3,0.05,4"})
    void shouldDeliver(int receivers, double loss, double seconds) {
        SimReport report =
                scenario(1).receivers(receivers).file(FILE).loss(loss).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, receivers, 1);
        assertTrue(report.senderSeconds() < seconds, report.toString());
        assertTrue(report.sent(Function.CONG_CTRL) > 10, "questions " + report.sent(Function.CONG_CTRL));
        assertTrue(report.received(Function.CC_ACK) > 10, "answers " + report.received(Function.CC_ACK));
    }

    /** Who allows more than the slowest keeps silent. */
    @Test
    void shouldHearFewOfManyReceivers() {
        SimReport report = scenario(2).receivers(300).file(3_000_000).loss(0.01).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 300, 1);
        long asked = report.sent(Function.CONG_CTRL);
        long answers = report.received(Function.CC_ACK);
        System.out.println(asked + " CONG_CTRL, " + answers + " CC_ACK of 300 receivers");
        assertTrue(answers < 8 * asked, answers + " answers to " + asked + " questions");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 10, 100})
    void shouldFindTheRateOfABottleneck(long delayMs) {
        long size = 60_000_000;
        long rate = 6_250_000;
        SimReport report = scenario(3)
                .receivers(1)
                .file(size)
                .delay(delayMs * MILLISECOND, 0)
                .downlinks(link -> link.withBottleneck(new Bottleneck(rate, 300_000)))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 1, 1);
        double share = (double) size / rate / report.senderSeconds();
        assertTrue(share > (delayMs < 100 ? 0.7 : 0.3), "uses " + share + " of the link: " + report);
        assertTrue(report.overhead() < 1.06, "sends again: " + report);
    }

    /** One slow receiver of three sets the pace of all. */
    @Test
    void shouldFollowTheSlowestReceiver() {
        long rate = 1_250_000;
        SimReport report = scenario(4)
                .receivers(3)
                .file(FILE)
                .delay(5 * MILLISECOND, 0)
                .downlink(1, link -> link.withBottleneck(new Bottleneck(rate, 100_000)))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.overhead() < 1.15, report.toString());
        assertTrue(report.senderSeconds() < 2.0 * FILE / rate, report.toString());
    }

    @Test
    void shouldDeliverEncrypted() {
        SimReport report = scenario(5)
                .receivers(3)
                .file(FILE)
                .loss(0.01)
                .encrypted(SimEncryption.DEFAULT)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.received(Function.CC_ACK) > 10, "answers " + report.received(Function.CC_ACK));
        assertTrue(report.senderSeconds() < 4, report.toString());
    }

    @Test
    void shouldKeepToItsBounds() {
        SimReport report = Simulation.with(Simulation.seed(6))
                .tfmcc(new TfmccLimits(100_000, 500_000, 1_000_000))
                .receivers(1)
                .file(3_000_000)
                .run();
        Scenarios.assertAllDone(report, 1, 1);
        assertEquals(3.1, report.senderSeconds(), 0.6, report.toString());
    }

    /** The minimum is kept whatever is lost. */
    @Test
    void shouldNotFallBelowItsMinimum() {
        SimReport report = Simulation.with(Simulation.seed(7))
                .tfmcc(new TfmccLimits(2_000_000, 0, 0))
                .receivers(3)
                .file(5_000_000)
                .delay(100 * MILLISECOND, 0)
                .loss(0.1)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.senderSeconds() < 12, report.toString());
    }

    @Test
    void shouldSendManySmallFiles() {
        SimReport report = scenario(8).receivers(3).files(50, 4000).loss(0.01).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 50);
    }

    /** Half of the answers and of the questions lost; the receiver must not be taken for silent for long. */
    @Test
    void shouldStandTheLossOfFeedback() {
        SimReport report = scenario(9)
                .receivers(2)
                .file(5_000_000)
                .dropping(Function.CC_ACK, 0, 0.5)
                .dropping(Function.CONG_CTRL, 0, 0.3)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 2, 1);
        assertTrue(report.senderSeconds() < 10, report.toString());
    }

    @Test
    void shouldLoseTheDeadAndGoOn() {
        SimReport report = scenario(10)
                .receivers(3)
                .file(40_000_000)
                .loss(0.01)
                .kill(1, SECOND)
                .run();
        System.out.println(report);
        assertEquals(1, report.committed(0));
        assertEquals(1, report.committed(2));
        assertTrue(report.senderSeconds() < 30, report.toString());
    }
}
