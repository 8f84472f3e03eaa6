package io.uftpengine.crypto.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.signature.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustListTest {
    private static final String PRINT = "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D";
    private static final Optional<Fingerprint> FINGERPRINT = Optional.of(Fingerprint.parse(PRINT));

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        Path file = directory.resolve("list");
        Files.writeString(file, content);
        return file;
    }

    @Test
    void shouldReadTheReceiversOfAGroup() throws Exception {
        HostList list = HostList.read(file(
                "# receivers\n0x11112222|" + PRINT + "\r\n\nhost.example\n10.0.0.7 | " + PRINT + " rest\n  \nABCD|\n"));
        assertEquals(
                List.of(
                        new HostList.Entry("0x11112222", FINGERPRINT),
                        new HostList.Entry("host.example", Optional.empty()),
                        new HostList.Entry("10.0.0.7", FINGERPRINT),
                        new HostList.Entry("ABCD", Optional.empty())),
                list.entries());
        assertThrows(UnsupportedOperationException.class, () -> list.entries().clear());
    }

    /** Once, at the beginning: elsewhere it is part of a name, as it stands. */
    @Test
    void shouldPassOverAByteOrderMark() throws Exception {
        String mark = "\uFEFF";
        HostList list = HostList.read(file(mark + "one|" + PRINT + "\r\n" + mark + "two\r\n"));
        assertEquals(
                List.of(new HostList.Entry("one", FINGERPRINT), new HostList.Entry(mark + "two", Optional.empty())),
                list.entries());
        assertEquals(0, HostList.read(file(mark + "# comment\n")).entries().size());
        assertEquals(
                1, SenderList.read(file(mark + "1|fd18::1|0")).entries().get(0).id());
    }

    @Test
    void shouldReadTheSendersOfAReceiver() throws Exception {
        SenderList list = SenderList.read(
                file("11112222|10.0.0.1|0\n\n#|\n0xAABBCCDD|sender.example|0x33334444|" + PRINT + "\n1|fd18::1|0|\n"));
        assertEquals(
                List.of(
                        new SenderList.Entry(0x11112222, "10.0.0.1", 0, Optional.empty()),
                        new SenderList.Entry(0xAABBCCDD, "sender.example", 0x33334444, FINGERPRINT),
                        new SenderList.Entry(1, "fd18::1", 0, Optional.empty())),
                list.entries());
        assertEquals("sender.example", list.find(0xAABBCCDD).orElseThrow().address());
        assertEquals(Optional.empty(), list.find(7));
        assertThrows(UnsupportedOperationException.class, () -> list.entries().clear());
    }

    @Test
    void shouldReadTheProxiesOfAReceiver() throws Exception {
        ProxyList list = ProxyList.read(file("33334444|10.0.0.1|\n0x5|proxy.example|" + PRINT + "\n6|10.0.0.2\n"));
        assertEquals(
                List.of(
                        new ProxyList.Entry(0x33334444, "10.0.0.1", Optional.empty()),
                        new ProxyList.Entry(5, "proxy.example", FINGERPRINT),
                        new ProxyList.Entry(6, "10.0.0.2", Optional.empty())),
                list.entries());
        assertEquals(FINGERPRINT, list.find(5).orElseThrow().fingerprint());
    }

    /** Blank lines are passed over, though one of them ends the reference receiver (wire facts 13.7). */
    @Test
    void shouldTakeEmptyLists() throws Exception {
        assertEquals(List.of(), SenderList.read(file("\n\n# nobody\n")).entries());
        assertEquals(List.of(), HostList.read(file("")).entries());
    }

    @ParameterizedTest
    @CsvSource({
        "11112222|10.0.0.1, has 2 fields",
        "11112222|10.0.0.1|0|x|y, has 5 fields",
        "0|10.0.0.1|0, nobody's ID",
        "0xFFFFFFFF|10.0.0.1|0, nobody's ID",
        "hello|10.0.0.1|0, is no ID",
        "111122223|10.0.0.1|0, is no ID",
        "|10.0.0.1|0, is no ID",
        "11112222||0, no address",
        "11112222|10.0.0.1|proxy, is no ID",
        "11112222|10.0.0.1|0|AB:CD, fingerprint",
        "11112222|10.0.0.1|0|nothex, fingerprint",
        "1|10.0.0.2|0, repeats line 1",
        "0x00000001|10.0.0.2|0, repeats line 1"
    })
    void shouldNameFileLineCauseAndCure(String line, String part) throws IOException {
        Path file = file("1|10.0.0.1|0\n\n# comment\n" + line + "\n");
        String message = assertThrows(TrustListException.class, () -> SenderList.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ", line 4: "), message);
        assertTrue(message.contains(part) && message.contains(";"), message);
    }

    @Test
    void shouldBoundWhatItReads() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int id = 1; id <= SenderList.MAX_ENTRIES + 1; id++) {
            many.append(Integer.toHexString(id)).append("|10.0.0.1|0\n");
        }
        Path list = file(many.toString());
        String message = assertThrows(TrustListException.class, () -> SenderList.read(list))
                .getMessage();
        assertTrue(message.contains("line 1001") && message.contains("at most 1000"), message);
        Path longLine = file("x".repeat(2_000));
        assertThrows(TrustListException.class, () -> HostList.read(longLine));
        Path huge = file("#\n".repeat(TrustListLines.MAX_BYTES / 2 + 1));
        assertThrows(TrustListException.class, () -> HostList.read(huge));
        Path longName = file("x".repeat(80));
        assertThrows(TrustListException.class, () -> HostList.read(longName));
        assertThrows(TrustListException.class, () -> HostList.read(directory.resolve("absent")));
        assertThrows(TrustListException.class, () -> HostList.read(directory));
    }
}
