package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.event.SessionEvent.GrttChanged;
import io.uftpengine.core.event.SessionEvent.PassStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Blocks, passes and waits against what the loss makes necessary. Each receiver needs a geometric number of sendings of a block, and
 * a block is sent as often as the receiver that needs most; a file takes as many passes as its unluckiest block.
 */
class RecoveryBoundIT {
    private static final int[] RECEIVERS = {1, 3, 30, 300};
    private static final double[] LOSSES = {0.01, 0.05, 0.1, 0.2};
    private static final double MARGIN = 1.03;
    private static final int MORE_PASSES = 2;
    /** The variance allows a smaller file where there are more receivers. */
    private static final long SIZE = 10_000_000;

    private static final long SIZE_FOR_MANY = 4_000_000;
    private static final int MANY = 300;
    private static final long RATE = 12_500_000;
    private static final int BLOCK_HEADERS = 52;
    private static final double SECOND = 1e9;

    /** GRTTs from the end of one pass to the beginning of the next, on average. */
    private static final double WAIT_GRTTS = 3.5;

    /** The same where reports take a GRTT longer and may be asked for twice (T26). */
    private static final double REFERENCE_WAIT_GRTTS = 5.5;

    private long grttNs;
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> blocks = new ArrayList<>();

    static Stream<Arguments> scenarios() {
        List<Arguments> all = new ArrayList<>();
        for (int receivers : RECEIVERS) {
            for (double loss : LOSSES) {
                for (boolean reference : new boolean[] {false, true}) {
                    // One section and four: those in front are reported during the pass.
                    all.add(Arguments.of(receivers, loss, reference, 1300));
                    all.add(Arguments.of(receivers, loss, reference, 512));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} receivers, loss {1}, reference {2}, block size {3}")
    @MethodSource("scenarios")
    void shouldSendNoMoreThanTheLossMakesNecessary(int receivers, double loss, boolean reference, int blockSize) {
        Simulation simulation = Simulation.with(Simulation.seed(receivers + Math.round(loss * 1000)))
                .receivers(receivers)
                .blockSize(blockSize)
                .file(receivers == MANY ? SIZE_FOR_MANY : SIZE)
                .rate(RATE)
                .delay(5 * Simulation.MILLISECOND, 0)
                .loss(loss)
                .observer((host, nowNs, event) -> {
                    if (event instanceof GrttChanged changed && host.equals("sender")) {
                        grttNs = changed.grttNs();
                    } else if (event instanceof PassStarted started) {
                        starts.add(nowNs);
                        blocks.add(started.blocks());
                    }
                });
        SimReport report = (reference ? simulation.referenceReceivers() : simulation).run();
        double bound = Scenarios.expectedSends(receivers, loss);
        double expectedPasses = Scenarios.expectedSends(receivers * report.blocks(), loss);
        double waitGrtts = waitNs(blockSize) / grttNs;
        System.out.printf(
                "%d receivers, loss %.2f, %s, block size %d: %.4f of %.4f sent (%.4f), %d of %.2f passes, %.2f GRTT between two, %s%n",
                receivers,
                loss,
                reference ? "reference" : "ours",
                blockSize,
                report.overhead(),
                bound,
                report.overhead() / bound,
                report.passes(),
                expectedPasses,
                waitGrtts,
                report);
        Scenarios.assertAllDone(report, receivers, 1);
        assertTrue(report.overhead() <= MARGIN * bound, report::toString);
        assertTrue(report.passes() <= Math.ceil(expectedPasses) + MORE_PASSES, report::toString);
        boolean late = reference || receivers == MANY;
        assertTrue(waitGrtts <= (late ? REFERENCE_WAIT_GRTTS : WAIT_GRTTS), report + ": " + waitGrtts);
        // Nothing but blocks and those waits takes long: announcing, offering and ending are 2 round trips each at
        // most.
        double blocksSeconds = (double) report.blocksSent() * (blockSize + BLOCK_HEADERS) / RATE;
        double allowedSeconds = blocksSeconds + (report.passes() * REFERENCE_WAIT_GRTTS + 12) * grttNs / SECOND;
        assertTrue(report.senderSeconds() <= allowedSeconds + lostControlSeconds(loss), report::toString);
    }

    /** An ANNOUNCE or FILEINFO lost to one receiver is repeated after 3 GRTT, the first of 0.5 s. */
    private static double lostControlSeconds(double loss) {
        return loss >= 0.05 ? 3 * 0.5 : 0.2;
    }

    /** Nanoseconds between the end of a pass and the beginning of the next, on average; 0 when there was only one pass. */
    private double waitNs(int blockSize) {
        double sum = 0;
        for (int i = 1; i < starts.size(); i++) {
            double sendingNs = blocks.get(i - 1) * SECOND * (blockSize + BLOCK_HEADERS) / RATE;
            sum += starts.get(i) - starts.get(i - 1) - sendingNs;
        }
        return starts.size() < 2 ? 0 : sum / (starts.size() - 1);
    }
}
