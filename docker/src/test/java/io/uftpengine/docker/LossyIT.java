package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three receivers, each of which loses packets of its own, control messages too. */
@DockerTest
class LossyIT {
    private static final int RECEIVERS = 3;
    private static final long FILE_BYTES = 20_000_000;
    private static final int BLOCK_BYTES = 1300;
    private static final long BLOCKS = (FILE_BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES;
    /** The sample is 15,385 blocks; control messages that were lost cost repetitions of blocks, too. */
    private static final double TOLERANCE = 0.15;

    @TempDir
    Path dir;

    @ParameterizedTest(name = "{0} %")
    @ValueSource(ints = {5, 15})
    void shouldDeliverEveryCopyAndRepeatOnlyWhatWasLost(int percent) throws Exception {
        TestFile file = TestFile.create(dir, "lossy.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = IntStream.rangeClosed(1, RECEIVERS)
                    .mapToObj(i -> network.receiver("r" + i, Images.RIG)
                            .setting("RIG_EMU", "-l " + percent + " -s " + (percent * 10 + i)))
                    .toList();
            ContainerNetwork.start(receivers);
            Transfer transfer = Transfer.start(network, Images.RIG, file, receivers, "--strict", "-R", "40Mbit/s");

            SenderReport report = transfer.end(0, Duration.ofSeconds(120));

            transfer.assertDelivered(report);
            double expected = BLOCKS * repeatsPerBlock(percent / 100.0);
            long repeated = report.count("blocksRetransmitted");
            String counts = percent + " %: " + repeated + " blocks sent again, expected about " + Math.round(expected);
            System.out.println("[docker] loss " + counts);
            assertTrue(Math.abs(repeated - expected) < TOLERANCE * expected, () -> counts + "; " + report);
            double lostAtOne = BLOCKS * percent / 100.0;
            for (Node receiver : receivers) {
                long naks = report.row(receiver).naks();
                assertTrue(naks > lostAtOne * (1 - TOLERANCE), () -> "NAKs of one: " + naks + "; " + report);
            }
        }
    }

    /** How often a block is sent again until each of the receivers has it: the mean of the largest of three geometric numbers. */
    private static double repeatsPerBlock(double loss) {
        double repeats = 0;
        for (double lostSoOften = loss; lostSoOften > 1e-9; lostSoOften *= loss) {
            repeats += 1 - Math.pow(1 - lostSoOften, RECEIVERS);
        }
        return repeats;
    }
}
