package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.cli.KeySavingMain;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A captured session between a reference program and ours, whose ephemeral private key was saved, decrypts to the last packet of both
 * directions, and the file can be put together from it (issue line 2).
 */
@Lab
class CaptureDecryptIT {
    private static final long FILE_SIZE = 200_001;
    private static final int BLOCK_SIZE = 1300;
    private static final int LOSS_PERMILLE = 50;
    private static final Set<Function> OF_EVERY_SESSION = EnumSet.of(
            Function.ANNOUNCE,
            Function.REGISTER,
            Function.KEYINFO,
            Function.KEYINFO_ACK,
            Function.FILEINFO,
            Function.FILEINFO_ACK,
            Function.FILESEG,
            Function.DONE,
            Function.STATUS,
            Function.COMPLETE,
            Function.DONE_CONF);

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
    Stream<DynamicTest> shouldDecryptToLastPacket() {
        return Stream.of(
                        new Encryption("aes256-gcm", "sha256", "secp256r1", LabKey.EC_256, null),
                        new Encryption("aes128-ccm", "sha512", "secp521r1", LabKey.RSA_2048, LabKey.EC_384))
                .flatMap(encryption -> Stream.of(
                        // With the key of our sender everything can be read, with that of our receiver its own part.
                        test("from our sender", TransferPlan.of(ENGINE, REFERENCE, REFERENCE), encryption),
                        test("to our receiver", TransferPlan.of(REFERENCE, ENGINE), encryption)));
    }

    private static DynamicTest test(String name, TransferPlan plan, Encryption encryption) {
        String label = "decrypt " + name + " " + encryption.cipher();
        return DynamicTest.dynamicTest(label, () -> {
            Path source = TestFiles.file("confidential", FILE_SIZE);
            Path directory = Files.createDirectories(LabSettings.files().resolve("e"));
            Path keys = directory.resolve(label.replace(' ', '-'));
            Files.deleteIfExists(keys);
            List<String> program =
                    LabSettings.javaProgram(KeySavingMain.class, "-D" + KeySavingMain.FILE_PROPERTY + "=" + keys);
            plan.files(List.of(source)).encryption(encryption).engineProgram(program);
            lab.loss(lab.receiver(1), LOSS_PERMILLE);
            Path capture;
            try (Transfer transfer = Transfer.prepare(lab, label, plan);
                    Capture running = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
                transfer.startSender();
                transfer.finish(ATTEMPT).assertAllRight();
                capture = running.stop();
            } finally {
                lab.heal();
            }
            assertDecrypts(Pcap.read(capture), keyOf(keys), plan, source);
        });
    }

    /** The one key of the session. */
    private static EphemeralKey keyOf(Path saved) throws Exception {
        List<EphemeralKey> keys = SavedEphemeralKeys.load(saved);
        assertEquals(1, keys.size(), "ephemeral keys of one session");
        return keys.get(0);
    }

    private static void assertDecrypts(List<Pcap.Datagram> datagrams, EphemeralKey key, TransferPlan plan, Path source)
            throws Exception {
        List<SessionDecryptor.Opened> opened = SessionDecryptor.read(datagrams, key);
        assertEquals(datagrams.size(), opened.size());
        Set<Function> functions = EnumSet.noneOf(Function.class);
        int sealed = 0;
        byte[] content = new byte[(int) FILE_SIZE];
        Set<Integer> blocks = new TreeSet<>();
        String name = null;
        for (SessionDecryptor.Opened message : opened) {
            functions.add(message.message().function());
            sealed += message.sealed() ? 1 : 0;
            if (message.message() instanceof FileSeg segment) {
                assertEquals(0, segment.section());
                byte[] data = segment.data().toArray();
                System.arraycopy(data, 0, content, segment.block() * BLOCK_SIZE, data.length);
                blocks.add(segment.block());
            } else if (message.message() instanceof FileInfo info) {
                name = info.name().text();
                assertEquals(FILE_SIZE, info.size());
            }
        }
        long encrypted = datagrams.stream()
                .filter(datagram -> datagram.function() == Function.ENCRYPTED.code())
                .count();
        assertEquals(encrypted, sealed);
        Set<Function> expected = EnumSet.copyOf(OF_EVERY_SESSION);
        if (plan.encryption().hasClientAuthentication()) {
            expected.add(Function.CLIENT_KEY);
        }
        assertEquals(expected, functions, "nothing else, and everything");
        assertEquals(source.getFileName().toString(), name);
        assertEquals((FILE_SIZE + BLOCK_SIZE - 1) / BLOCK_SIZE, blocks.size());
        assertArrayEquals(Files.readAllBytes(source), content);
        assertCannotReadChanged(datagrams, key);
    }

    /** The reader notices a changed packet, and another key opens nothing. */
    private static void assertCannotReadChanged(List<Pcap.Datagram> datagrams, EphemeralKey key) {
        List<Pcap.Datagram> changed = new ArrayList<>(datagrams);
        Pcap.Datagram last = changed.remove(changed.size() - 1);
        assertNotNull(last);
        byte[] payload = Arrays.copyOf(last.payload(), last.payload().length);
        payload[payload.length - 1] ^= 1;
        changed.add(new Pcap.Datagram(
                last.frame(),
                last.time(),
                last.source(),
                last.sourcePort(),
                last.target(),
                last.targetPort(),
                payload));
        AssertionError error = assertThrows(AssertionError.class, () -> SessionDecryptor.read(changed, key));
        assertTrue(error.getMessage().startsWith("frame " + last.frame() + ":"), error::getMessage);
        EphemeralKey other = EphemeralKey.generate(EcCurve.SECP256R1);
        assertThrows(AssertionError.class, () -> SessionDecryptor.read(datagrams, other));
    }
}
