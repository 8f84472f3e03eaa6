package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a command of the system did.
 *
 * @param text standard output and standard error
 */
record CommandOutput(int exitCode, String text) {
    /** Runs it; an error when it takes longer than that, and then it is ended. */
    static CommandOutput of(Duration atMost, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " took longer than " + atMost + ":\n" + Files.readString(output));
            }
            return new CommandOutput(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Runs it; an error when it fails. */
    static String require(Duration atMost, List<String> command) throws IOException, InterruptedException {
        CommandOutput output = of(atMost, command);
        if (output.exitCode() != 0) {
            throw new AssertionError(command + " ended with " + output.exitCode() + ":\n" + output.text());
        }
        return output.text();
    }
}
