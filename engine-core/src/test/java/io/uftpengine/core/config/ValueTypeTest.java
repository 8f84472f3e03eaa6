package io.uftpengine.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({
        "50000, 51200000",
        "1, 1024",
        "1073741824, 1099511627776",
        "-1, -1",
        "1G, 1000000000",
        "1.5G, 1500000000",
        "200Mbit/s, 200000000",
        "200M, 200000000",
        "64000bit/s, 64000",
        "500k, 500000",
        "500Kbps, 500000"
    })
    void shouldReadRates(String text, long bitsPerSecond) throws Exception {
        assertEquals(bitsPerSecond, ValueType.RATE.parser().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "", "fast", "1.5", "1GB/s", "2T", "1073741825", "1bit/s", "1 G", "1e9", "0x10"})
    void shouldRefuseWhatIsNoRate(String text) {
        ValueException fault =
                assertThrows(ValueException.class, () -> ValueType.RATE.parser().parse(text));
        assertFalse(fault.cure().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"65536, 65536", "64K, 65536", "4M, 4194304", "4MiB, 4194304", "100M, 104857600", "100m, 104857600"})
    void shouldReadSizes(String text, long bytes) throws Exception {
        assertEquals(
                bytes, CommonOptions.SOCKET_BUFFER.type().parser().parse(text).longValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"65535", "104857601", "101M", "4MB", "", "K", "-1", "999999999999999G", "0x10000"})
    void shouldRefuseWhatIsNoSizeInRange(String text) {
        assertThrows(
                ValueException.class,
                () -> CommonOptions.SOCKET_BUFFER.type().parser().parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "63, 63", "0x2e, 46", "0X2E, 46", "010, 10"})
    void shouldReadWholeNumbersInDecimalAndHex(String text, int value) throws Exception {
        assertEquals(value, CommonOptions.DSCP.type().parser().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "-1", "0x40", "", "x", "1.0", "1e1", "999999999999", "0xFFFFFFFF", "#1"})
    void shouldRefuseWhatIsNoNumberInRange(String text) {
        assertThrows(
                ValueException.class, () -> CommonOptions.DSCP.type().parser().parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5, 0.01, 15",
        "0.5:0.01:15, 0.5, 0.01, 15",
        "0.001, 0.001, 0.001, 15",
        "20, 20, 0.01, 20",
        "1:1:1, 1, 1, 1"
    })
    void shouldReadRoundTripTimes(String text, double initial, double min, double max) throws Exception {
        assertEquals(new GrttRange(initial, min, max), ValueType.GRTT.parser().parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "0.5:0.1", "0.5:0.6:15", "20:0.1:15", "a", "", "0.5:0.1:15:1", "NaN", "1::2"})
    void shouldRefuseWhatIsNoRoundTripTime(String text) {
        assertThrows(ValueException.class, () -> ValueType.GRTT.parser().parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0x11112222, 11112222", "0xA, 0000000A", "C6120001, C6120001", "11112222, 11112222"})
    void shouldReadUniqueIds(String text, String hex) throws Exception {
        int id = ValueType.UNIQUE_ID.parser().parse(text);
        assertEquals("0x" + hex, UniqueId.format(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0x0", "0xFFFFFFFF", "ffffffff", "0x123456789", "1234567", "0x", "host"})
    void shouldRefuseWhatIsNoUniqueId(String text) {
        assertThrows(ValueException.class, () -> ValueType.UNIQUE_ID.parser().parse(text));
    }

    @Test
    void shouldSplitListsAndRefuseEmptyEntries() throws Exception {
        ValueType<List<String>> list = ValueType.list("X");
        assertEquals(List.of("a", "b"), list.parser().parse("a,b"));
        assertEquals(List.of("a b"), list.parser().parse("a b"));
        assertThrows(ValueException.class, () -> list.parser().parse("a,,b"));
        assertThrows(ValueException.class, () -> list.parser().parse(""));
        assertThrows(ValueException.class, () -> list.parser().parse("a,"));
    }

    @ParameterizedTest
    @CsvSource({
        "9464, '', 9464",
        ":9464, '', 9464",
        "0, '', 0",
        "127.0.0.1:65535, 127.0.0.1, 65535",
        "localhost:1, localhost, 1",
        "0.0.0.0:80, 0.0.0.0, 80",
        "[::1]:9464, ::1, 9464",
        "[fe80::1%eth0]:9464, fe80::1%eth0, 9464"
    })
    void shouldReadWhereToListen(String text, String host, int port) throws Exception {
        ListenAddress address = ValueType.LISTEN_ADDRESS.parser().parse(text);
        assertEquals(new ListenAddress(host, port), address);
        assertEquals(address, ListenAddress.parse(address.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "host",
                "host:",
                "::1:9464",
                "[::1]",
                "[::1]9464",
                "65536",
                "-1",
                "a b:1",
                "http://a:1",
                "a:1/x",
                "[a]:123456",
                "\n:1"
            })
    void shouldRefuseWhereNobodyCanListen(String text) {
        ValueException fault = assertThrows(
                ValueException.class, () -> ValueType.LISTEN_ADDRESS.parser().parse(text));
        assertFalse(fault.cure().isEmpty());
    }
}
