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
    /** Bytes of UDP payload for each byte of the file; resending only what is lost needs 1.304 x 1324 / 1300 = 1.328, and 3 % are room. */
    private static final double MAX_RATIO = 1.368;

    /** Sealed, every block has 28 bytes more: 1.304 x 1352 / 1300 = 1.356. */
    private static final double MAX_RATIO_SEALED = MAX_RATIO * 1352 / 1324;

    private static final int PERMILLE = 100;
    private static final long FILE_SIZE = 50_000_000;
    /** Slow enough for four programs that seal or open on two cores that do other things, too. */
    private static final int RATE_KBIT = 60_000;

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
        return Stream.of(
                test(Program.ENGINE, Encryption.NONE, MAX_RATIO),
                test(Program.ENGINE, Encryption.DEFAULT, MAX_RATIO_SEALED),
                test(Program.REFERENCE, Encryption.DEFAULT, MAX_RATIO_SEALED));
    }

    private static DynamicTest test(Program receiver, Encryption encryption, double maxRatio) {
        String name = "to " + receiver + (encryption.isClear() ? " in the clear" : " encrypted");
        return DynamicTest.dynamicTest(name, () -> {
            List<Path> files = List.of(TestFiles.file("f", FILE_SIZE));
            TransferPlan plan = TransferPlan.toThree(ENGINE, receiver)
                    .files(files)
                    .rateKbit(RATE_KBIT)
                    .encryption(encryption);
            for (int i = 1; i <= 3; i++) {
                lab.loss(lab.receiver(i), PERMILLE);
            }
            try (Transfer transfer = Transfer.prepare(lab, "efficiency " + name, plan)) {
                lab.countSent(lab.sender());
                long overrunsBefore = overruns(transfer);
                transfer.startSender();
                TransferResult result = transfer.finish(ATTEMPT).assertAllRight();
                NetworkLab.Sent sent = lab.sent(lab.sender());
                double ratio = (double) sent.payloadBytes() / FILE_SIZE;
                long overruns = overruns(transfer) - overrunsBefore;
                String measured = String.format(
                        "%s at 10 %% loss: %.3f times the file on the wire, %d datagrams, %s, %d more lost in full socket buffers",
                        name, ratio, sent.datagrams(), result.elapsed(), overruns);
                System.out.println(measured);
                // Less than the file cannot have carried it: the counter would be broken.
                assertTrue(ratio > 1.2 && ratio <= maxRatio, measured);
            }
        });
    }

    private static long overruns(Transfer transfer) {
        return transfer.receiver(1).overruns()
                + transfer.receiver(2).overruns()
                + transfer.receiver(3).overruns();
    }
}
