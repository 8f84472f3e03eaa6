package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examination of encrypted sessions, proven with the reference on both sides: what fails here is the lab's fault, not the engine's. */
@Lab
class EncryptionBaselineIT {
    private static final Duration ATTEMPT = Duration.ofSeconds(60);

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
    Stream<DynamicTest> shouldFindNoFaultWithTheReferenceAlone() {
        return Stream.of(
                        new EncryptionMatrix.Row(
                                EncryptionMatrix.Roles.ENGINE_TO_REFERENCE,
                                new Encryption("aes256-gcm", "sha384", "secp384r1", LabKey.EC_521, LabKey.RSA_3072),
                                Addressing.IPV4_MULTICAST,
                                true,
                                50),
                        new EncryptionMatrix.Row(
                                EncryptionMatrix.Roles.ENGINE_TO_REFERENCE,
                                new Encryption("aes128-ccm", "sha512", "secp521r1", LabKey.RSA_3072, null),
                                Addressing.IPV6_MULTICAST,
                                false,
                                0))
                .map(row -> DynamicTest.dynamicTest(row.label(), () -> {
                    TransferPlan plan = TransferPlan.of(Program.REFERENCE, Program.REFERENCE, Program.REFERENCE)
                            .files(List.of(TestFiles.file("confidential", EncryptedSession.FILE_SIZE)))
                            .addressing(row.addressing())
                            .closedGroup(row.closedGroup())
                            .encryption(row.encryption());
                    EncryptedSession.run(lab, "reference alone " + row.label(), plan, row.lossPermille());
                }));
    }

    /** The examination can fail: in a session in the clear it sees messages, name and content. */
    @Test
    void shouldSeeWhatIsInTheClear() throws Exception {
        List<Path> files = List.of(TestFiles.file("confidential", EncryptedSession.FILE_SIZE));
        TransferPlan plan = TransferPlan.of(Program.REFERENCE, Program.REFERENCE)
                .files(files)
                .encryption(Encryption.NONE);
        try (Transfer transfer = Transfer.prepare(lab, "eavesdropped", plan);
                Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
            transfer.startSender();
            transfer.finish(ATTEMPT).assertAllRight();
            String faults =
                    EncryptedWire.faults(Pcap.read(capture.stop()), lab, plan).toString();
            assertTrue(faults.contains("without EXT_ENC_INFO"), faults);
            assertTrue(faults.contains("function 7 in the clear"), faults);
            assertTrue(faults.contains("the name of the file"), faults);
            assertTrue(faults.contains("content of the file"), faults);
            assertFalse(faults.contains("counter"), faults);
        }
    }
}
