package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LocaleRepairTest {
    private static final String LOST = "\uFFFD\uFFFD.txt";

    @Test
    void shouldFindLostLettersAgain() {
        String[] lost = {"send", "", LOST, ""};
        assertArrayEquals(
                new String[] {"send", "", "\u00e4.txt", ""},
                LocaleRepair.arguments(lost, record("java\0-jar\0x.jar\0send\0\0\u00e4.txt\0\0")));
    }

    @Test
    void shouldNotTakeOthersArguments() {
        String[] lost = {"send", LOST};
        assertArrayEquals(lost, LocaleRepair.arguments(lost, record("java\0receive\0\u00e4.txt\0")));
        assertArrayEquals(lost, LocaleRepair.arguments(lost, record("send\0")));
        assertArrayEquals(lost, LocaleRepair.arguments(lost, record("")));
    }

    private static byte[] record(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
