package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * How fast a session with congestion control is, with the reference at the other end, against a pair of its own: medians of alternating
 * runs. {@code -Pmatrix} only.
 */
@Lab
@Tag("matrix")
class TfmccRateIT {
    private static final int[] PERMILLE = {0, 10, 50};
    private static final long FILE_SIZE = 10_000_000;
    private static final int RUNS = 5;
    private static final Duration ATTEMPT = Duration.ofSeconds(120);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(1);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldBeAsFastAsThePairOfReferences() {
        return IntStream.of(PERMILLE)
                .mapToObj(permille -> DynamicTest.dynamicTest(permille / 10 + " %", () -> compare(permille)));
    }

    private static void compare(int permille) throws Exception {
        lab.loss(lab.receiver(1), permille);
        MedianRuns toReference = new MedianRuns("engine to reference");
        MedianRuns toEngine = new MedianRuns("reference to engine");
        MedianRuns references = new MedianRuns("pair of references");
        for (int i = 0; i < RUNS; i++) {
            toReference.add(run(ENGINE, REFERENCE, permille));
            toEngine.add(run(REFERENCE, ENGINE, permille));
            references.add(run(REFERENCE, REFERENCE, permille));
        }
        System.out.printf("tfmcc at %d %%: %s; %s; %s%n", permille / 10, toReference, toEngine, references);
        toReference.assertAtMost(references.median());
        toEngine.assertAtMost(references.median());
    }

    private static Duration run(Program sender, Program receiver, int permille) throws Exception {
        String name = String.format("tfmcc rate %s to %s %d permille", sender, receiver, permille);
        TransferPlan plan = TransferPlan.of(sender, receiver)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .encryption(Encryption.NONE)
                .senderOptions("-C", "tfmcc");
        return Transfer.run(lab, name, plan, ATTEMPT).assertAllRight().elapsed();
    }
}
