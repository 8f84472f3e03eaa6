package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawNameTest {
    @Test
    void shouldKeepUtf8Text() {
        RawName name = RawName.of("dir/h\u00e9\u4e2d\uD83D\uDE00");
        assertEquals("dir/h\u00e9\u4e2d\uD83D\uDE00", name.text());
        assertArrayEquals("dir/h\u00e9\u4e2d\uD83D\uDE00".getBytes(StandardCharsets.UTF_8), name.bytes());
    }

    @Test
    void shouldCarryBytesThatAreNotUtf8ThroughText() {
        byte[] bytes = {'a', (byte) 0xFF, (byte) 0xC3, 'b', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
        assertArrayEquals(bytes, RawName.of(RawName.of(bytes).text()).bytes());
    }

    @Test
    void shouldCarryAnyBytesThroughText() {
        long seed = System.nanoTime();
        System.out.println("RawNameTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, RawName.of(RawName.of(bytes).text()).bytes(), "seed " + seed);
        }
    }

    @Test
    void shouldEscapeWhatCouldForgeOutput() {
        String shown = RawName.of(new byte[] {'a', '\n', 27, '[', '2', 'J', (byte) 0xFF})
                .toString();
        assertEquals("a\\u000A\\u001B[2J\\xFF", shown);
        assertFalse(RawName.of("x\u202Egpj.exe").toString().contains("\u202E"));
    }
}
