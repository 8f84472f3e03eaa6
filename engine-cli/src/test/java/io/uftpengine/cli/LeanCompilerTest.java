package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeanCompilerTest {
    @TempDir
    private Path directory;

    /** In a JVM of its own: the compiler of this one stays as it is. */
    @Test
    void shouldBeUnderstoodByTheJvm() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertTrue(said.contains("2 compiler directives added"), said);
    }

    @Test
    void shouldAddUpWhatIsSent() throws IOException {
        String large = sized("large", LeanCompiler.LONG_BYTES - 10);
        String small = sized("small", 10);
        assertEquals(LeanCompiler.LONG_BYTES, LeanCompiler.bytesOf(List.of(large, small)));
        assertEquals(10, LeanCompiler.bytesOf(List.of("not there", small)));
    }

    private String sized(String name, long bytes) throws IOException {
        Path file = directory.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        return file.toString();
    }

    /** Prints what the JVM answers. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            System.out.println(LeanCompiler.use());
        }
    }
}
