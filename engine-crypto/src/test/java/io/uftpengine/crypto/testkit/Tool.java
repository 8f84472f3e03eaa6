package io.uftpengine.crypto.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that tests compare with. A test that needs one is skipped, with a line that says so, where there is none. */
public final class Tool {
    private static final long TIMEOUT_SECONDS = 30;

    private final String command;

    private Tool(String command) {
        this.command = command;
    }

    /** openssl, from the PATH. */
    public static Tool openssl() {
        boolean isThere = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "openssl")));
        return require(isThere, "openssl", "apt-get install openssl");
    }

    /** uftp_keymgt 5.0.3 below the property {@code uftp.peers}. */
    public static Tool keymgt() {
        Path program = Path.of(System.getProperty("uftp.peers", "/opt/uftp-peers"), "v5", "uftp_keymgt");
        return require(
                Files.isExecutable(program),
                program.toString(),
                "run engine-cli/src/test/lab/peers.sh DIR and set uftp.peers=DIR");
    }

    private static Tool require(boolean isThere, String command, String cure) {
        Assumptions.assumeTrue(isThere, () -> "skipped: " + command + " is not there; " + cure);
        return new Tool(command);
    }

    /** What it printed, on both streams. */
    public String run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        Path output = Files.createTempFile("tool", ".out");
        try {
            Process process = new ProcessBuilder(all)
                    .directory(directory.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(all + " does not end");
            }
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } finally {
            Files.delete(output);
        }
    }
}
