package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes that the simulator is there for, with hard limits of wall time. */
class SimulatorScaleIT {
    private static final int MANY = 1000;
    private static final int VERY_MANY = 10_000;
    private static final int DOOMED = 123;
    private static final double LOOP_SHARE = 0.1;
    private static final double MANY_LIMIT_SECONDS = 60;
    private static final double VERY_MANY_LIMIT_SECONDS = 120;

    @Test
    void shouldRunAThousandReceiversOverTwentyMegabytesWithinAMinute() {
        SimReport report = Simulation.with(Simulation.seed(1))
                .receivers(MANY)
                .file(20_000_000)
                .delay(2 * Simulation.MILLISECOND, Simulation.MILLISECOND)
                .downlinks(link ->
                        link.withLoss(0.05).withDuplication(0.01).withReordering(0.01, 2 * Simulation.MILLISECOND))
                .killAfterBlocks(DOOMED, 5000)
                .run();
        System.out.println(report);
        assertTrue(report.wallSeconds() < MANY_LIMIT_SECONDS, report.toString());
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome(), report.toString());
        assertEquals(ReceiverState.LOST, report.state(DOOMED));
        assertNull(report.receiverOutcome(DOOMED));
        assertEquals(MANY - 1, report.receiversIn(ReceiverState.DONE), report.toString());
        for (int i = 0; i < MANY; i++) {
            if (i != DOOMED) {
                Scenarios.assertDone(report, i, 1);
            }
        }
        double expected = Scenarios.expectedSends(MANY, 0.05);
        assertTrue(report.overhead() < expected * 1.15, report + ", expected " + expected);
    }

    @Test
    void shouldRunTenThousandReceiversOverAMegabyteWithinTwoMinutes() {
        SimReport report = Simulation.with(Simulation.seed(2))
                .receivers(VERY_MANY)
                .file(1_000_000)
                .delay(2 * Simulation.MILLISECOND, Simulation.MILLISECOND)
                .loss(0.05)
                .run();
        System.out.println(report);
        assertTrue(report.wallSeconds() < VERY_MANY_LIMIT_SECONDS, report.toString());
        Scenarios.assertAllDone(report, VERY_MANY, 1);
    }

    /** Issue 3, line 4, thrice as many: every receiver proves who it is, each public-key operation takes a third of a millisecond. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRegisterAThousandReceiversWithClientAuthentication(boolean openGroup) {
        Simulation simulation = Simulation.with(Simulation.seed(3))
                .encrypted(SimEncryption.DEFAULT.withClientAuth())
                .receivers(MANY)
                .file(1_000_000)
                .delay(2 * Simulation.MILLISECOND, Simulation.MILLISECOND)
                .links(link ->
                        link.withLoss(0.05).withDuplication(0.01).withReordering(0.01, 2 * Simulation.MILLISECOND));
        SimReport report = (openGroup ? simulation.openGroup() : simulation).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, MANY, 1);
        assertEquals(MANY, report.keysAgreed());
        assertEquals(MANY, report.senderKeyWork(Action.AgreeKeys.class), "one key exchange for each receiver");
        assertEquals(MANY, report.receiverKeyWork(Action.OpenKeyInfo.class));
        assertTrue(report.keyWorkOnLoops() < LOOP_SHARE, report.toString());
        // 25 receivers to a KEYINFO if all come at once; each attempt repeats it for those that are left.
        assertTrue(report.sent(Function.KEYINFO) <= 5 * MANY / 25, report.toString());
        assertTrue(report.sent(Function.ANNOUNCE) <= 60, report.toString());
        assertTrue(report.wallSeconds() < VERY_MANY_LIMIT_SECONDS, report.toString());
    }
}
