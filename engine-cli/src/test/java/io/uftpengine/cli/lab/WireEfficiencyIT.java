package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What our sender puts on the wire when three receivers lose 10 % each, independently (issue line 3). */
@Lab
class WireEfficiencyIT {
    /** Bytes of UDP payload for each byte of the file; resending only what is lost needs 1.304 x 1324 / 1300 = 1.328. */
    private static final double MAX_RATIO = 1.40;

    private static final int PERMILLE = 100;
    private static final long FILE_SIZE = 50_000_000;
    private static final int RATE_KBIT = 100_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(90);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldResendLittleMoreThanWhatIsLost() {
        return Stream.of(Program.values())
                .map(receiver -> DynamicTest.dynamicTest("to " + receiver, () -> {
                    List<Path> files = List.of(TestFiles.file("f", FILE_SIZE));
                    TransferPlan plan =
                            TransferPlan.toThree(ENGINE, receiver).files(files).rateKbit(RATE_KBIT);
                    for (int i = 1; i <= 3; i++) {
                        lab.loss(lab.receiver(i), PERMILLE);
                    }
                    try (Transfer transfer = Transfer.prepare(lab, "efficiency to " + receiver, plan)) {
                        lab.countSent(lab.sender());
                        long overrunsBefore = overruns(transfer);
                        transfer.startSender();
                        TransferResult result = transfer.finish(ATTEMPT).assertAllRight();
                        NetworkLab.Sent sent = lab.sent(lab.sender());
                        double ratio = (double) sent.payloadBytes() / FILE_SIZE;
                        long overruns = overruns(transfer) - overrunsBefore;
                        String measured = String.format(
                                "to three %s at 10 %% loss: %.3f times the file on the wire, %d datagrams, %s, %d more lost in full socket buffers",
                                receiver, ratio, sent.datagrams(), result.elapsed(), overruns);
                        System.out.println(measured);
                        // Less than the file cannot have carried it: the counter would be broken.
                        assertTrue(ratio > 1.2 && ratio <= MAX_RATIO, measured);
                    }
                }));
    }

    private static long overruns(Transfer transfer) {
        return transfer.receiver(1).overruns()
                + transfer.receiver(2).overruns()
                + transfer.receiver(3).overruns();
    }
}
