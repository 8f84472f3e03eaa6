package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Two gigabytes through 128 MB of heap on either side, and no more memory than a file of a tenth takes (issue line 6). */
@Lab
@Tag("matrix")
class MemoryIT {
    private static final long MAX_RESIDENT_KIB = 300 * 1024;
    private static final long MAX_GROWTH_KIB = 32 * 1024;
    private static final long SMALL = 200_000_000;
    private static final long LARGE = 2_000_000_000;
    private static final int RATE_KBIT = 800_000;
    private static final int LOSS_PERMILLE = 10;
    private static final Duration ATTEMPT = Duration.ofMinutes(5);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(2);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldCarryTwoGigabytesInBoundedMemory() {
        return Stream.of(Encryption.DEFAULT, Encryption.NONE)
                .map(encryption -> DynamicTest.dynamicTest(
                        encryption.isClear() ? "in the clear" : "encrypted", () -> compare(encryption)));
    }

    private static void compare(Encryption encryption) throws IOException, InterruptedException {
        lab.loss(lab.receiver(1), LOSS_PERMILLE);
        List<Long> small = peaks("memory small", encryption, SMALL);
        List<Long> large = peaks("memory large", encryption, LARGE);
        System.out.println("resident peaks in KiB, sender and two receivers"
                + (encryption.isClear() ? " in the clear: " : ": ") + small + " at 200 MB, " + large + " at 2 GB");
        for (int i = 0; i < small.size(); i++) {
            long peak = large.get(i);
            long growth = peak - small.get(i);
            assertTrue(peak < MAX_RESIDENT_KIB, () -> peak + " KiB resident");
            assertTrue(growth < MAX_GROWTH_KIB, () -> growth + " KiB more for a file ten times as large");
        }
    }

    /** The resident peaks of the sender and of each receiver. */
    private static List<Long> peaks(String name, Encryption encryption, long size)
            throws IOException, InterruptedException {
        List<Path> files = List.of(TestFiles.file("f", size));
        TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, ENGINE)
                .files(files)
                .rateKbit(RATE_KBIT)
                .encryption(encryption);
        try (Transfer transfer = Transfer.prepare(lab, name, plan)) {
            LabProcess sender = transfer.startSender();
            transfer.finish(ATTEMPT).assertAllRight();
            List<Long> peaks = new ArrayList<>();
            for (LabProcess process : List.of(sender, transfer.receiver(1), transfer.receiver(2))) {
                peaks.add(process.residentPeakKib());
            }
            return peaks;
        }
    }
}
