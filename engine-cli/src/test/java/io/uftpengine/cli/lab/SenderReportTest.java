package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderReportTest {
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
        List<SenderReport.Result> results = SenderReport.ofStatusFile(file).results();
        assertEquals(
                List.of(
                        new SenderReport.Result("0x000000C1", "t/a;b", "copy"),
                        new SenderReport.Result("0x000000C2", "t/a;b", "lost")),
                results);
        assertTrue(results.get(0).isCopy());
        assertFalse(results.get(1).isCopy());
        assertEquals(1, SenderReport.ofStatusFile(file).copies(new LabHost("x1", 1)));
        assertEquals(0, SenderReport.ofStatusFile(file).copies(new LabHost("x2", 2)));
    }

    @Test
    void shouldReadResultsOfJsonReport() throws IOException {
        Path file = temporary.resolve("sender.out");
        Files.writeString(file, """
                {"role":"send","exitCode":0,"files":[{"id":1,"name":"a \\"\\u00e9\\"","size":3.5e3,"problem":""}],
                "encrypted":false,"receivers":[{"id":"0x000000C1","state":"done",
                "files":[{"name":"a \\"\\u00e9\\"","result":"copy"}]},{"id":"0x000000C2","files":[]}]}
                """);
        SenderReport report = SenderReport.ofJson(file);
        assertEquals(List.of(new SenderReport.Result("0x000000C1", "a \"é\"", "copy")), report.results());
        assertEquals(1, report.copies(new LabHost("x1", 1)));
        assertEquals(0, report.copies(new LabHost("x2", 2)));
    }

    @Test
    void shouldRefuseWhatIsNoJson() {
        for (String text : List.of("{\"a\":1", "{\"a\" 1}", "[1,]", "{} x", "nul")) {
            assertThrows(RuntimeException.class, () -> Json.read(text), text);
        }
    }

    @Test
    void shouldTakeMissingFileForEmpty() throws IOException {
        assertEquals(
                List.of(), SenderReport.ofStatusFile(temporary.resolve("none")).results());
    }
}
