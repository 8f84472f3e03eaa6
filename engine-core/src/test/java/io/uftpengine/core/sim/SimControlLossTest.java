package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each control message lost in turn. */
class SimControlLossTest {
    private static final int RECEIVERS = 5;
    private static final int FILES = 3;

    private static Simulation scenario(long usualSeed, boolean reference) {
        Simulation simulation = Simulation.with(Simulation.seed(usualSeed))
                .receivers(RECEIVERS)
                .files(FILES, 200_000)
                .loss(0.02);
        return reference
                ? simulation
                        .referenceReceivers()
                        .grtt(Simulation.SECOND / 20, Simulation.SECOND / 100, 15 * Simulation.SECOND)
                : simulation;
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
    void shouldSurviveTheLossOfTheFirstThree(Function function) {
        SimReport report = scenario(1, false).dropping(function, 3, 0).run();
        System.out.println(function + " " + report);
        if (function == Function.DONE_CONF) {
            // Whoever hears no confirmation is done all the same.
            assertEquals(RECEIVERS * FILES, report.committed());
        }
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertTrue(report.overhead() < 1.3, report.toString());
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
    void shouldSurviveTheLossOfHalf(Function function) {
        SimReport report = scenario(2, false).dropping(function, 0, 0.5).run();
        System.out.println(function + " " + report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertTrue(report.overhead() < 1.3, report.toString());
    }

    @ParameterizedTest
    @CsvSource({
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
    void shouldBringReferenceReceiversThroughTheLossOfTheFirstThree(Function function) {
        SimReport report = scenario(3, true).dropping(function, 3, 0).run();
        System.out.println(function + " reference " + report);
        assertEquals(RECEIVERS * FILES, report.committed(), report.toString());
    }

    @ParameterizedTest
    @CsvSource({
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
    void shouldBringReferenceReceiversThroughTheLossOfAThird(Function function) {
        SimReport report = scenario(4, true).dropping(function, 0, 0.33).run();
        System.out.println(function + " reference " + report);
        assertEquals(RECEIVERS * FILES, report.committed(), report.toString());
    }
}
