package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusLinesTest {
    @TempDir
    private Path temporary;

    @Test
    void shouldReadResultsOfEveryState() throws IOException {
        Path file = temporary.resolve("status");
        Files.writeString(file, """
                CONNECT;success;0x000000C1
                RESULT;0x000000C1;t/a;b;2929KB;copy;7197.42KB/s
                RESULT;0x000000C2;t/a;b;2929KB;lost;
                HSTATS;target;copy;overwrite;skip;totalMB;time;speedKB/s
                STATS;0x000000C1;1;0;0;2MB;0.407;7197.42KB/s
                """);
        List<StatusLines.Result> results = StatusLines.read(file).results();
        assertEquals(
                List.of(
                        new StatusLines.Result("0x000000C1", "t/a;b", "copy"),
                        new StatusLines.Result("0x000000C2", "t/a;b", "lost")),
                results);
        assertTrue(results.get(0).isCopy());
        assertFalse(results.get(1).isCopy());
        assertEquals(1, StatusLines.read(file).copies(new LabHost("x1", 1)));
        assertEquals(0, StatusLines.read(file).copies(new LabHost("x2", 2)));
    }

    @Test
    void shouldTakeMissingFileForEmpty() throws IOException {
        assertEquals(List.of(), StatusLines.read(temporary.resolve("none")).lines());
    }
}
