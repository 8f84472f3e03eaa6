package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.cc.TfmccLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole sessions whose rate the network decides on. */
class SimTfmccTest {
    private static final long MILLISECOND = Simulation.MILLISECOND;
    private static final long SECOND = Simulation.SECOND;

    private static Simulation scenario(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed)).tfmcc(TfmccLimits.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "3,0", "1,0.01", "3,0.01", "3,0.05", "300,0.01"})
    void shouldDeliver(int receivers, double loss) {
        SimReport report =
                scenario(1).receivers(receivers).file(10_000_000).loss(loss).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, receivers, 1);
    }

    @Test
    void shouldFindTheRateOfABottleneck() {
        SimReport report = scenario(2)
                .receivers(1)
                .file(60_000_000)
                .delay(10 * MILLISECOND, 0)
                .downlinks(link -> link.withBottleneck(new LinkModel.Bottleneck(6_250_000, 200_000)))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 1, 1);
    }
}
