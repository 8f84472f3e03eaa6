package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * How many blocks our sender sends to three receivers of either kind that lose some, independently: as many as the one that needs
 * each most often needs it, and next to nothing more. {@code -Pmatrix} only; {@link WireEfficiencyIT} has one loss.
 */
@Lab
@Tag("matrix")
class LossBoundIT {
    private static final int[] PERMILLE = {10, 50, 100, 200};
    private static final int RECEIVERS = 3;
    private static final double TOLERANCE = 1.03;
    private static final long FILE_SIZE = 50_000_000;
    private static final long BLOCKS = (FILE_SIZE + 1299) / 1300;

    /** Slow enough that nothing is lost for want of processor time. */
    private static final int RATE_KBIT = 60_000;

    private static final Duration ATTEMPT = Duration.ofSeconds(90);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(RECEIVERS);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldSendLittleMoreThanIsLost() {
        return IntStream.of(PERMILLE).boxed().flatMap(permille -> Stream.of(Program.values())
                .map(receiver ->
                        DynamicTest.dynamicTest(permille / 10 + " % to " + receiver, () -> run(permille, receiver))));
    }

    private static void run(int permille, Program receiver) throws Exception {
        String name = String.format("bound %d permille to %s", permille, receiver);
        TransferPlan plan = TransferPlan.toThree(ENGINE, receiver)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .rateKbit(RATE_KBIT)
                .encryption(Encryption.NONE);
        for (int i = 1; i <= RECEIVERS; i++) {
            lab.loss(lab.receiver(i), permille);
        }
        TransferResult result = Transfer.run(lab, name, plan, ATTEMPT).assertAllRight();
        Map<?, ?> report =
                (Map<?, ?>) Json.read(Files.readString(result.directory().resolve("sender.out")));
        double ratio = ((Number) report.get("blocksSent")).doubleValue() / BLOCKS;
        double bound = expectedMaximum(permille / 1000.0);
        String measured = String.format(
                "%d %% loss, three receivers of kind %s: %.3f times the blocks, at best %.3f, %s",
                permille / 10, receiver, ratio, bound, result.elapsed());
        System.out.println(measured);
        assertTrue(ratio > 1 && ratio <= TOLERANCE * bound, measured);
    }

    /** Expected maximum of three geometric variables: how often a block is sent until all have it. */
    private static double expectedMaximum(double loss) {
        return 3 / (1 - loss) - 3 / (1 - loss * loss) + 1 / (1 - loss * loss * loss);
    }
}
