package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * 25 MB to three receivers 300 ms away, at 20 Mbit/s with 1 % loss: the data alone needs 10.3 s. How long from the sender's start to its
 * exit, against the reference on the same link. {@code -Pmatrix} only: sessions of half a minute and more.
 */
@Lab
@Tag("matrix")
class SatelliteLinkIT {
    private static final int ONE_WAY_MS = 300;
    private static final int LOSS_PERMILLE = 10;
    private static final int RATE_KBIT = 20_000;
    private static final long FILE_SIZE = 25_000_000;

    /** What both programs begin with unless told. */
    private static final String DEFAULT_GRTT = "0.5:0.01:15";

    private static final Duration CLOSED_LIMIT = Duration.ofSeconds(15);
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(24);
    private static final int RUNS = 5;
    private static final Duration ATTEMPT = Duration.ofSeconds(120);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
        lab.delay(lab.sender(), ONE_WAY_MS);
        for (int i = 1; i <= 3; i++) {
            lab.delay(lab.receiver(i), ONE_WAY_MS);
            lab.loss(lab.receiver(i), LOSS_PERMILLE);
        }
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldFillTheLink() {
        return Stream.of(true, false)
                .map(closed -> DynamicTest.dynamicTest(closed ? "closed group" : "open group", () -> {
                    compare(closed, closed ? CLOSED_LIMIT : OPEN_LIMIT);
                }));
    }

    private static void compare(boolean closed, Duration limit) throws Exception {
        MedianRuns ours = new MedianRuns("engine to engine");
        MedianRuns mixed = new MedianRuns("engine to reference");
        MedianRuns reference = new MedianRuns("pair of references");
        for (int i = 0; i < RUNS; i++) {
            ours.add(run(ENGINE, ENGINE, closed));
            mixed.add(run(ENGINE, REFERENCE, closed));
            reference.add(run(REFERENCE, REFERENCE, closed));
        }
        System.out.printf("satellite, %s group: %s; %s; %s%n", closed ? "closed" : "open", ours, mixed, reference);
        ours.assertAtMost(limit);
        mixed.assertAtMost(reference.median());
    }

    private static Duration run(Program sender, Program receiver, boolean closed) throws Exception {
        TransferPlan plan = TransferPlan.toThree(sender, receiver)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .rateKbit(RATE_KBIT)
                .grtt(DEFAULT_GRTT)
                .closedGroup(closed)
                .encryption(Encryption.NONE);
        String name = String.format("satellite %s %s to %s", closed ? "closed" : "open", sender, receiver);
        return Transfer.run(lab, name, plan, ATTEMPT).assertAllRight().elapsed();
    }
}
