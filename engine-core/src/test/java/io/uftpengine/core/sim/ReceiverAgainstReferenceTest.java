package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our receiver with the model of the reference's sender. */
class ReceiverAgainstReferenceTest {
    private static final long FAST_START_NS = Simulation.SECOND / 20;

    private static Simulation reference(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed))
                .referenceSender()
                .grtt(FAST_START_NS, Simulation.SECOND / 100, 15 * Simulation.SECOND);
    }

    @Test
    void shouldReceiveWithoutLoss() {
        SimReport report = reference(1).receivers(3).file(2_000_000).run();
        Scenarios.assertAllDone(report, 3, 1);
        assertEquals(report.blocks(), report.blocksSent());
        assertEquals(0, report.received(Function.STATUS));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.1, 0.2})
    void shouldReceiveWithLoss(double loss) {
        SimReport report = reference(2).receivers(3).file(5_000_000).loss(loss).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.overhead() < Scenarios.expectedSends(3, loss) * 1.04, report.toString());
    }

    /** Our receiver has no reporting hole: a pass reports everything (wire facts 12.3). */
    @Test
    void shouldNeedFewPassesForManySections() {
        SimReport report = reference(3)
                .receivers(3)
                .blockSize(512)
                .file(29L * 4096 * 512)
                .rate(100_000_000)
                .loss(0.1)
                .grtt(FAST_START_NS, FAST_START_NS, Simulation.SECOND)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.passes() <= 8, report.toString());
        assertTrue(report.overhead() < 1.35, report.toString());
    }

    @ParameterizedTest
    @EnumSource(
            value = Function.class,
            names = {
                "ANNOUNCE",
                "REGISTER",
                "REG_CONF",
                "FILEINFO",
                "FILEINFO_ACK",
                "DONE",
                "STATUS",
                "COMPLETE",
                "DONE_CONF"
            })
    void shouldSurviveTheLossOfEachMessage(Function function) {
        SimReport first = reference(4)
                .receivers(3)
                .files(2, 300_000)
                .loss(0.02)
                .dropping(function, 3, 0)
                .run();
        assertEquals(6, first.committed(), first.toString());
        SimReport half = reference(5)
                .receivers(3)
                .files(2, 300_000)
                .loss(0.02)
                .dropping(function, 0, 0.5)
                .run();
        assertEquals(6, half.committed(), half.toString());
    }

    @Test
    void shouldReceiveManySmallFiles() {
        SimReport report = reference(6).receivers(3).files(50, 4000).loss(0.02).run();
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(150, report.committed());
    }
}
