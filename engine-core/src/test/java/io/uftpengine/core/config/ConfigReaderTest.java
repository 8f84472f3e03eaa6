package io.uftpengine.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.keystore.SenderList;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    @TempDir
    Path dir;

    @Test
    void shouldCarryEveryOptionOfASenderOver() throws Exception {
        SenderConfig config = send(Map.ofEntries(
                Map.entry("interface", "lo"),
                Map.entry("port", "2000"),
                Map.entry("source-port", "2001"),
                Map.entry("public-address", "232.1.1.1"),
                Map.entry("private-address", "232.1.x.x"),
                Map.entry("rate", "1G"),
                Map.entry("block-size", "512"),
                Map.entry("ttl", "9"),
                Map.entry("dscp", "0x10"),
                Map.entry("uid", "0x01020304"),
                Map.entry("receivers", "0x11,198.18.0.2"),
                Map.entry("dest-name", "d"),
                Map.entry("dest-is-dir", "true"),
                Map.entry("follow-links", "true"),
                Map.entry("grtt", "1:0.1:2"),
                Map.entry("robust", "11"),
                Map.entry("socket-buffer", "1M"),
                Map.entry("max-passes", "12"),
                Map.entry("quit-on-error", "true")));
        assertEquals(
                SenderConfig.builder()
                        .inTheClear()
                        .network(new NetworkConfig(List.of("lo"), 2000, 2001, 9, 16, 1 << 20))
                        .publicAddress("232.1.1.1")
                        .privateAddress("232.1.x.x")
                        .rateBitsPerSecond(1_000_000_000)
                        .blockSize(512)
                        .uniqueId(0x01020304)
                        .receivers(List.of(0x11, 0xC6120002))
                        .destName("d", true)
                        .followLinks(true)
                        .grtt(1, 0.1, 2)
                        .robust(11)
                        .maxPasses(12)
                        .quitOnError(true)
                        .files(List.of(Path.of("file")))
                        .build(),
                config);
    }

    @ParameterizedTest
    @CsvSource({
        "0x11112222, 11112222",
        "0x7, 00000007",
        "198.18.0.1, C6120001",
        "10.0.0.255, 0A0000FF",
        "localhost, 7F000001"
    })
    void shouldReadReceiverIdsAsTheReferenceDoes(String text, String hex) throws Exception {
        assertEquals(
                List.of(Integer.parseUnsignedInt(hex, 16)),
                send(Map.of("receivers", text)).receivers());
    }

    @Test
    void shouldRefuseIdsThatTheReferenceWouldTakeForDecimalAddresses() {
        OptionException fault = assertThrows(OptionException.class, () -> send(Map.of("receivers", "0x1,11112222")));
        assertEquals(
                "option -H (--receivers): \"11112222\" may be a hexadecimal ID or a decimal IPv4 address;"
                        + " write 0x11112222 for the ID, or all four parts of the address",
                fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1", "1", "300.1.1.1", "0x0", "0xFFFFFFFF", "0.0.0.0", "255.255.255.255", "no..host"})
    void shouldRefuseOtherIds(String text) {
        assertThrows(OptionException.class, () -> send(Map.of("receivers", text)));
    }

    @Test
    void shouldReadReceiversFromAFile() throws Exception {
        String fingerprint = "66:1E:C9:1D:FC:99:DB:60:B0:1A:F0:8F:CA:F4:28:27:A6:BE:94:BC";
        Path file = Files.writeString(
                dir.resolve("a,b"), "# who\r\n\r\n0x00001111|" + fingerprint + " note\r\n 198.18.0.2\n0x22|\n");
        assertEquals(
                List.of(0x1111, 0xC6120002, 0x22),
                send(Map.of("receivers", "@" + file)).receivers());
        Path wrong = Files.writeString(dir.resolve("wrong"), "0x00001111|66:1Z\n");
        assertThrows(OptionException.class, () -> send(Map.of("receivers", "@" + wrong)));
        Path empty = Files.writeString(dir.resolve("empty"), "# nobody\n");
        assertThrows(OptionException.class, () -> send(Map.of("receivers", "@" + empty)));
        assertThrows(OptionException.class, () -> send(Map.of("receivers", "@" + dir.resolve("none"))));
    }

    @ParameterizedTest
    @CsvSource({
        "public-address, 230.4.4.x",
        "public-address, host",
        "public-address, 230.4.4",
        "private-address, 10.0.0.1",
        "private-address, x.1.1.1",
        "private-address, ff02::1",
        "public-address, ff02::1"
    })
    void shouldRefuseAddressesThatDoNotFit(String option, String text) {
        assertThrows(OptionException.class, () -> send(Map.of(option, text)));
    }

    @Test
    void shouldTakeIpv6GroupsAndUnicast() throws Exception {
        send(Map.of("public-address", "ff02::4:4:2", "private-address", "ff02::x:x"));
        send(Map.of("public-address", "198.18.0.2"));
        send(Map.of("public-address", "fd18::2"));
    }

    @Test
    void shouldReadTheRateThatReceiversHaveToKeepUpWith() throws Exception {
        assertEquals(0, send(Map.of("rate", "-1")).minRateBitsPerSecond());
        SenderConfig config = send(Map.of("rate", "-1", "min-rate", "10Mbit/s"));
        assertEquals(10_000_000, config.minRateBitsPerSecond());
        assertEquals(SenderConfig.UNLIMITED_RATE, config.rateBitsPerSecond());
        for (String none : List.of("-1", "0", "-2", "x")) {
            OptionException fault =
                    assertThrows(OptionException.class, () -> send(Map.of("rate", "-1", "min-rate", none)), none);
            assertTrue(fault.getMessage().contains("--min-rate"), fault.getMessage());
        }
    }

    @Test
    void shouldWarnOfAFloorUnderAFixedRate() throws Exception {
        assertEquals(List.of(), warnings(Map.of("rate", "-1", "min-rate", "10M")));
        List<String> warnings = warnings(Map.of("min-rate", "10M"));
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("--min-rate"), warnings.get(0));
        assertTrue(warnings.get(0).contains("only used with -R (--rate) -1"), warnings.get(0));
        assertEquals(1, warnings(Map.of("rate", "1G", "min-rate", "10M")).size());
        assertEquals(
                1,
                warnings(Map.of("rate", "1G", "min-rate", "10M", "congestion-control", "tfmcc")).stream()
                        .filter(warning -> warning.contains("--min-rate"))
                        .count());
    }

    private static List<String> warnings(Map<String, String> options) throws OptionException {
        Map<String, String> all = new HashMap<>(options);
        all.put("cipher", "none");
        SenderConfigReader reader = new SenderConfigReader(settings(Role.SEND, all), InputStream.nullInputStream());
        reader.read(List.of("file"));
        return reader.warnings();
    }

    @Test
    void shouldReadNamesFromAListAndFromStandardInput() throws Exception {
        Path list = Files.writeString(dir.resolve("list"), "a\n\n# b\n");
        assertEquals(
                List.of(Path.of("file"), Path.of("a"), Path.of("# b")),
                send(Map.of("list", list.toString())).files());
        assertEquals(
                List.of(Path.of("c")),
                new SenderConfigReader(
                                settings(Role.SEND, Map.of("cipher", "none", "list", "-")),
                                new ByteArrayInputStream("c\n".getBytes(StandardCharsets.US_ASCII)))
                        .read(List.of())
                        .files());
    }

    @Test
    void shouldRefuseToSendNothingAndWhatIsNotThereYet() {
        assertThrows(OptionException.class, () -> readSend(Map.of("cipher", "none")));
        for (String name : List.of("@FREESPACE", "@DELETE:x")) {
            OptionException fault = assertThrows(OptionException.class, () -> readSend(Map.of("cipher", "none"), name));
            assertTrue(fault.getMessage().contains("not supported yet"), fault.getMessage());
        }
        assertThrows(OptionException.class, () -> send(Map.of("dest-is-dir", "true")));
    }

    @Test
    void shouldCarryEveryOptionOfAReceiverOver() throws Exception {
        Path servers =
                Files.writeString(dir.resolve("servers"), "# a\n\n0x11112222|198.18.0.1|0\n0x2|fd18::1|0x00000000|\n");
        ReceiverConfig config = receive(Map.of(
                "interface", "lo,e0",
                "port", "2000",
                "public-address", "232.1.1.1,ff35::1",
                "dest-dir", dir + "," + dir,
                "uid", "00000009",
                "dscp", "5",
                "socket-buffer", "64K",
                "ssm", "true",
                "servers", servers.toString(),
                "max-file-size", "4M"));
        assertEquals(
                new ReceiverConfig(
                        new NetworkConfig(List.of("lo", "e0"), 2000, 0, 1, 5, 65536),
                        List.of("232.1.1.1", "ff35::1"),
                        OptionalInt.of(9),
                        List.of(dir, dir),
                        List.of("198.18.0.1", "fd18::1"),
                        100,
                        ReceiverSecurity.DEFAULT.withSenders(SenderList.read(servers)),
                        4 << 20,
                        0),
                config);
    }

    @Test
    void shouldRefuseReceiversThatCannotWork() throws Exception {
        Path servers = Files.writeString(dir.resolve("servers"), "0x11112222|198.18.0.1|0\n");
        receive(Map.of("servers", servers.toString()));
        Path broken = Files.writeString(dir.resolve("broken"), "0x11112222\n");
        String group = "232.1.1.1";
        receive(Map.of("ssm", "true", "servers", servers.toString(), "public-address", group));
        refused(Map.of("ssm", "true", "public-address", group));
        refused(Map.of("ssm", "true", "servers", servers.toString()));
        refused(Map.of("ssm", "true", "servers", broken.toString(), "public-address", group));
        refused(Map.of("public-address", "198.18.0.1"));
        refused(Map.of("dest-dir", dir.resolve("none").toString()));
        refused(Map.of("dest-dir", servers.toString()));
        refused(Map.of("dest-dir", String.join(",", Collections.nCopies(11, dir.toString()))));
    }

    private void refused(Map<String, String> options) {
        assertThrows(OptionException.class, () -> receive(options), options.toString());
    }

    private SenderConfig send(Map<String, String> options) throws OptionException {
        Map<String, String> all = new HashMap<>(options);
        all.putIfAbsent("cipher", "none");
        return readSend(all, "file");
    }

    private static SenderConfig readSend(Map<String, String> options, String... files) throws OptionException {
        return new SenderConfigReader(settings(Role.SEND, options), InputStream.nullInputStream()).read(List.of(files));
    }

    private static ReceiverConfig receive(Map<String, String> options) throws OptionException {
        return new ReceiverConfigReader(settings(Role.RECEIVE, options)).read();
    }

    private static Settings settings(Role role, Map<String, String> options) throws OptionException {
        Map<OptionSpec<?>, String> commandLine = new HashMap<>();
        options.forEach((name, text) -> commandLine.put(Options.find(role, name).orElseThrow(), text));
        return new SettingsResolver(role, commandLine, Map.of()).resolve();
    }
}
