package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every wrong setting is refused before a socket is opened, with option, cause and cure. */
class ConfigCheckTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void makeFile() throws Exception {
        file = Files.createFile(directory.resolve("f"));
    }

    private SenderConfig.Builder sender() {
        return SenderConfig.builder()
                .inTheClear()
                .network(network(1044, 1, 0, 65536))
                .files(List.of(file));
    }

    private ReceiverConfig.Builder receiver() {
        return ReceiverConfig.builder().network(network(1044, 1, 0, 65536)).destDirs(List.of(directory));
    }

    private static NetworkConfig network(int port, int ttl, int dscp, int buffer) {
        return new NetworkConfig(List.of("lo"), port, 0, ttl, dscp, buffer);
    }

    private static void assertRefused(SenderConfig.Builder config, String option) {
        try (UftpEngine engine = UftpEngine.create()) {
            EngineException thrown =
                    assertThrows(EngineException.class, () -> engine.send(config.build(), SessionListener.NONE));
            assertMessage(thrown, option);
        }
    }

    private static void assertRefused(ReceiverConfig.Builder config, String option) {
        try (UftpEngine engine = UftpEngine.create()) {
            EngineException thrown =
                    assertThrows(EngineException.class, () -> engine.receive(config.build(), SessionListener.NONE));
            assertMessage(thrown, option);
        }
    }

    private static void assertMessage(EngineException thrown, String option) {
        assertEquals(Kind.CONFIGURATION, thrown.kind(), thrown.getMessage());
        assertTrue(thrown.getMessage().startsWith(option), thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count());
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertRefused(sender().blockSize(511), "--block-size/-b 511");
        assertRefused(sender().blockSize(8801), "--block-size/-b 8801");
        assertRefused(sender().robust(9), "--robust/-s 9");
        assertRefused(sender().robust(51), "--robust/-s 51");
        assertRefused(sender().maxPasses(0), "--max-passes/-a 0");
        assertRefused(sender().rateBitsPerSecond(0), "--rate/-R 0");
        assertRefused(sender().rateBitsPerSecond(-2), "--rate/-R -2");
        assertRefused(sender().minRateBitsPerSecond(-1), "--min-rate -1");
        assertRefused(sender().grtt(0.0001, 0.001, 1), "--grtt/-r");
        assertRefused(sender().grtt(0.5, 0.6, 1), "--grtt/-r");
        assertRefused(sender().grtt(Double.NaN, 0.6, 1), "--grtt/-r");
        assertRefused(sender().uniqueId(0), "--uid/-U");
        assertRefused(sender().uniqueId(-1), "--uid/-U");
        assertRefused(sender().receivers(List.of(1, 2, 1)), "--receivers/-H 0x00000001");
        assertRefused(sender().receivers(List.of(0)), "--receivers/-H 0x00000000");
    }

    @Test
    void shouldRefuseWrongSocketSettings() {
        Stream.of(
                        network(0, 1, 0, 65536),
                        network(65536, 1, 0, 65536),
                        network(1, 0, 0, 65536),
                        network(1, 256, 0, 65536),
                        network(1, 1, 64, 65536),
                        network(1, 1, 0, 65535))
                .forEach(network -> assertRefused(sender().network(network), "--"));
    }

    @Test
    void shouldRefuseWrongAddresses() {
        assertRefused(sender().publicAddress(""), "--public-address/-M");
        assertRefused(sender().publicAddress("no.such.host.invalid"), "--public-address/-M");
        assertRefused(sender().publicAddress("0.0.0.0"), "--public-address/-M");
        assertRefused(sender().privateAddress("127.0.0.1"), "--private-address/-P");
        assertRefused(sender().privateAddress("ff02::1"), "--private-address/-P");
        assertRefused(receiver().publicAddresses(List.of("127.0.0.1")), "--public-address/-M");
        assertRefused(receiver().publicAddresses(List.of()), "--public-address/-M");
        assertRefused(receiver().sources(List.of("no.such.host.invalid")), "--servers/-S");
        assertRefused(receiver().sources(List.of("::1")), "--ssm/-o");
    }

    @Test
    void shouldRefuseWhatCannotBeSentOrReceived() {
        assertRefused(sender().files(List.of()), "FILE");
        assertRefused(sender().files(List.of(directory.resolve("nosuch"))), "FILE");
        assertRefused(sender().destName("../x", false), "--dest-name/-D");
        assertRefused(receiver().destDirs(List.of()), "--dest-dir/-D");
        assertRefused(receiver().destDirs(List.of(directory.resolve("nosuch"))), "--dest-dir/-D");
        assertRefused(receiver().destDirs(List.of(file)), "--dest-dir/-D");
        assertRefused(receiver().maxSessions(0), "--max-sessions");
    }

    @Test
    void shouldTellANetworkProblemFromAWrongSetting() {
        try (UftpEngine engine = UftpEngine.create()) {
            NetworkConfig nowhere = new NetworkConfig(List.of("nosuch0"), 1044, 0, 1, 0, 65536);
            EngineException thrown = assertThrows(
                    EngineException.class,
                    () -> engine.send(sender().network(nowhere).build(), SessionListener.NONE));
            assertEquals(Kind.NETWORK, thrown.kind());
            assertTrue(thrown.getMessage().startsWith("--interface/-I nosuch0"), thrown.getMessage());
        }
    }
}
