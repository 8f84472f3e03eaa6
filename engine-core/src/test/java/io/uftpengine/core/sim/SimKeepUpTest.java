package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.ReceiverChanged;
import io.uftpengine.core.sim.LinkModel.Bottleneck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code -R -1} with several receivers: what a user may expect of it, whatever it does to get there. */
class SimKeepUpTest {
    private static final long MILLISECOND = Simulation.MILLISECOND;
    private static final long SECOND = Simulation.SECOND;
    private static final long GIGABIT = 125_000_000;
    private static final long TEN_GIGABIT = 10 * GIGABIT;

    /** What a socket buffer, or a switch, holds. */
    private static final long QUEUE = 4_000_000;

    private static final int BLOCK_BYTES = 1300;

    /** From then on losses are not those of finding the rate. */
    private static final long SETTLED_NS = 2 * SECOND;

    /** What is promised. */
    private static final double SETTLED_LOSS = 0.001;

    private static final double UTILISATION = 0.85;

    /** With one that is dropped: until that is certain, three sections leave at the minimum. */
    private static final double WITH_A_DROP = 0.8;

    private static Simulation scenario(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed))
                .keepUp(0)
                .cardRate(TEN_GIGABIT)
                .receivers(3)
                .delay(MILLISECOND / 10, 0)
                .grtt(SECOND / 20, SECOND / 100, 15 * SECOND);
    }

    private static Bottleneck taking(long bytesPerSecond) {
        return new Bottleneck(bytesPerSecond, QUEUE);
    }

    private static void assertSettled(SimReport report, int receiver, double most) {
        double loss = report.overflow(receiver, SETTLED_NS);
        assertTrue(loss < most, "receiver " + receiver + " lost " + loss + " once settled: " + report);
    }

    private static void assertUses(SimReport report, double least, long fileBytes, long slowest) {
        double used = fileBytes / report.senderSeconds() / slowest;
        assertTrue(used >= least, "used " + used + " of the slowest: " + report);
    }

    private static SimReport run(String name, Simulation simulation, int receivers) {
        SimReport report = simulation.run();
        System.out.println(name + ": " + report);
        for (int i = 0; i < receivers; i++) {
            System.out.printf(
                    "  receiver %d lost %.3f %%, once settled %.4f %%%n",
                    i, 100 * report.overflow(i, 0), 100 * report.overflow(i, SETTLED_NS));
        }
        return report;
    }

    /** The same for all three, so one queue of a switch: multicast passes it once. */
    @Test
    void shouldFillASharedBottleneck() {
        long size = 1_000_000_000;
        SimReport report =
                run("shared", scenario(1).file(size).downlinks(link -> link.withBottleneck(taking(GIGABIT))), 3);
        Scenarios.assertAllDone(report, 3, 1);
        assertSettled(report, 0, SETTLED_LOSS);
        assertUses(report, UTILISATION, size, GIGABIT);
    }

    @Test
    void shouldFollowTheOneThatTakesHalfAsMuch() {
        long size = 600_000_000;
        SimReport report = run(
                "half",
                scenario(2)
                        .file(size)
                        .downlinks(link -> link.withBottleneck(taking(GIGABIT)))
                        .downlink(1, link -> link.withBottleneck(taking(GIGABIT / 2))),
                3);
        Scenarios.assertAllDone(report, 3, 1);
        assertSettled(report, 0, SETTLED_LOSS);
        assertSettled(report, 1, SETTLED_LOSS);
        assertSettled(report, 2, SETTLED_LOSS);
        assertUses(report, UTILISATION, size, GIGABIT / 2);
    }

    /** What is sent meanwhile is lost to it; the rate must not stay down for it. */
    @Test
    void shouldRecoverFromOneThatStandsStill() {
        long size = 1_000_000_000;
        SimReport report = run(
                "stands still",
                scenario(3)
                        .file(size)
                        .downlinks(link -> link.withBottleneck(taking(GIGABIT)))
                        .pause(1, 4 * SECOND, 4 * SECOND + 200 * MILLISECOND),
                3);
        Scenarios.assertAllDone(report, 3, 1);
        assertUses(report, UTILISATION, size, GIGABIT);
        // Two hundred milliseconds are 2.5 % of what the file takes; it is little more than that which is sent again.
        assertTrue(report.overhead() < 1.10, report.toString());
    }

    @Test
    void shouldDropTheOneBelowTheMinimumAndFinishWithTheOthers() {
        long size = 400_000_000;
        long fast = 50_000_000;
        List<String> told = new ArrayList<>();
        long[] droppedNs = new long[1];
        SimReport report = run(
                "below the minimum",
                scenario(4)
                        .keepUp(20_000_000)
                        .file(size)
                        .downlinks(link -> link.withBottleneck(taking(fast)))
                        .downlink(1, link -> link.withBottleneck(taking(5_000_000)))
                        .observer((host, nowNs, event) -> {
                            if (event instanceof ReceiverChanged changed
                                    && changed.receiverId() == Simulation.FIRST_RECEIVER_ID + 1) {
                                told.add(changed.state() + " " + changed.reason());
                                droppedNs[0] = nowNs;
                            }
                        }),
                3);
        Scenarios.assertDone(report, 0, 1);
        Scenarios.assertDone(report, 2, 1);
        assertEquals(ReceiverState.ABORTED, report.state(1), report::toString);
        assertEquals(
                1, told.stream().filter(line -> line.contains("--min-rate")).count(), told::toString);
        assertUses(report, WITH_A_DROP, size, fast);
        double passed = report.passed(0, droppedNs[0]) * (double) BLOCK_BYTES;
        double used = passed / fast / (report.senderSeconds() - droppedNs[0] / (double) SECOND);
        assertTrue(used > UTILISATION, "used " + used + " after the drop: " + report);
    }

    /** Nobody is dropped that keeps up with the minimum. */
    @Test
    void shouldKeepTheOneAboveTheMinimum() {
        long size = 400_000_000;
        SimReport report = run(
                "above the minimum",
                scenario(5)
                        .keepUp(20_000_000)
                        .file(size)
                        .downlinks(link -> link.withBottleneck(taking(GIGABIT)))
                        .downlink(1, link -> link.withBottleneck(taking(30_000_000))),
                3);
        Scenarios.assertAllDone(report, 3, 1);
        assertUses(report, UTILISATION, size, 30_000_000);
    }
}
