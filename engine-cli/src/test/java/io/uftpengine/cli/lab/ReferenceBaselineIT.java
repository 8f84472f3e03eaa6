package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The lab itself, proven with the reference on both sides: what fails here is the lab's fault, not the engine's. */
@Lab
class ReferenceBaselineIT {
    private static final Duration ATTEMPT = Duration.ofSeconds(90);
    private static final int FUNCTION_FILEINFO = 7;

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @AfterEach
    void heal() {
        lab.heal();
    }

    @Test
    void shouldCarryTreeOfThousandFilesWithLongNames() throws Exception {
        Transfer.run(lab, "baseline tree", clearPlan().files(FileSet.TREE_OF_1000.files(1300)), ATTEMPT)
                .assertAllRight();
    }

    @TestFactory
    Stream<DynamicTest> shouldCarryFilesWhicheverWayTheGroupIsAddressed() {
        return Stream.of(Addressing.values())
                .map(addressing -> DynamicTest.dynamicTest(addressing.name(), () -> {
                    TransferPlan plan = addressing.isUnicast() ? TransferPlan.of(REFERENCE, REFERENCE) : clearPlan();
                    List<Path> files = new ArrayList<>(FileSet.EMPTY.files(8800));
                    files.addAll(FileSet.BLOCK_PLUS_ONE.files(8800));
                    files.add(TestFiles.file("f", 5_000_000));
                    plan.files(files).blockSize(8800).addressing(addressing).closedGroup(false);
                    Transfer.run(lab, "baseline " + addressing, plan, ATTEMPT).assertAllRight();
                }));
    }

    @Test
    void shouldCountWhatCrossesTheWireAndWhatIsLost() throws Exception {
        long size = 50_000_000;
        for (int i = 1; i <= 3; i++) {
            lab.loss(lab.receiver(i), 100);
        }
        lab.countSent(lab.sender());
        Transfer.run(lab, "baseline loss 10", clearPlan().files(List.of(TestFiles.file("f", size))), ATTEMPT)
                .assertAllRight();
        NetworkLab.Sent sent = lab.sent(lab.sender());
        double ratio = (double) sent.payloadBytes() / size;
        System.out.printf("reference at 10 %% loss: %.3f times the file on the wire%n", ratio);
        assertTrue(ratio > 1.25 && ratio < 1.45, () -> "ratio " + ratio);
        for (int i = 1; i <= 3; i++) {
            double lost = (double) lab.dropped(lab.receiver(i)).get("loss") / sent.datagrams();
            assertTrue(lost > 0.09 && lost < 0.11, () -> "lost " + lost);
        }
    }

    @Test
    void shouldDropControlMessagesByFunction() throws Exception {
        lab.dropFirst(lab.receiver(1), FUNCTION_FILEINFO, 2);
        lab.loss(lab.receiver(2), 50);
        Transfer.run(lab, "baseline fileinfo lost", clearPlan().files(FileSet.BLOCK_PLUS_ONE.files(1300)), ATTEMPT)
                .assertAllRight();
        Map<String, Long> dropped = lab.dropped(lab.receiver(1));
        assertEquals(Map.of("function-" + FUNCTION_FILEINFO, 2L), dropped);
    }

    @Test
    void shouldCaptureEveryDatagram() throws Exception {
        try (Transfer transfer =
                        Transfer.prepare(lab, "baseline capture", clearPlan().files(FileSet.FULL_SECTION.files(1300)));
                Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
            lab.countSent(lab.sender());
            transfer.startSender();
            transfer.finish(ATTEMPT).assertAllRight();
            long sent = lab.sent(lab.sender()).payloadBytes();
            await("all of it is in the capture")
                    .atMost(ATTEMPT)
                    .until(() -> payloadToReceivers(capture.soFar()) >= sent);
            Path file = capture.stop();
            assertEquals(sent, payloadToReceivers(Pcap.read(file)));
            assertTrue(Tshark.count(file, "uftp5.fileseg") >= 10_400, "tshark sees every block");
        }
    }

    /** In the clear: the lab itself is examined, which knows messages by their function byte. */
    private static TransferPlan clearPlan() {
        return TransferPlan.toThree(REFERENCE, REFERENCE).encryption(Encryption.NONE);
    }

    private static long payloadToReceivers(List<Pcap.Datagram> datagrams) {
        return datagrams.stream()
                .filter(datagram -> datagram.targetPort() == Transfer.PORT)
                .mapToLong(datagram -> datagram.payload().length)
                .sum();
    }
}
