package io.uftpengine.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command run within the test's own process, with an engine of the test's. */
final class CommandRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final Interruption interruption = new Interruption();
    final HangUp hangUp = new HangUp();
    int exitCode = -1;

    /** Runs it to its end. */
    static CommandRun of(FakeEngine engine, Map<String, String> environment, String... args) {
        CommandRun run = new CommandRun();
        run.run(engine, environment, args);
        return run;
    }

    static CommandRun of(String... args) {
        return of(new FakeEngine(Reports.complete()), Map.of(), args);
    }

    void run(FakeEngine engine, Map<String, String> environment, String... args) {
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        exitCode = new CommandRunner(new Surroundings(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        errStream,
                        null,
                        environment,
                        metrics -> engine.create(),
                        interruption,
                        hangUp))
                .run(args);
    }

    synchronized String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> errLines() {
        return err().lines().toList();
    }
}
