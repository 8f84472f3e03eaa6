package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeanCompilerTest {
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
    void shouldLeaveTheCompilerAloneWhereItHasProcessorsOrIsToldTo() {
        assertTrue(LeanCompiler.isWanted(1, null));
        assertTrue(LeanCompiler.isWanted(2, "true"));
        assertFalse(LeanCompiler.isWanted(3, null));
        assertFalse(LeanCompiler.isWanted(2, "false"));
    }

    @Test
    void shouldDependOnHowMuchThereIsToSend() {
        assertEquals(LeanCompiler.DELAY_MS, LeanCompiler.delayMs(LeanCompiler.NOT_BRIEF_BYTES - 1));
        assertEquals(0, LeanCompiler.delayMs(LeanCompiler.NOT_BRIEF_BYTES));
        assertEquals(0, LeanCompiler.delayMs(LeanCompiler.LONG_BYTES - 1));
        assertEquals(LeanCompiler.NEVER, LeanCompiler.delayMs(LeanCompiler.LONG_BYTES));
    }

    /** Prints what the JVM answers. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            System.out.println(LeanCompiler.use());
        }
    }
}
