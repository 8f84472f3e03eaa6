package io.uftpengine.cli;

import io.uftpengine.core.metrics.EngineMetrics;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command sees of the process it runs in.
 *
 * @param out results
 * @param err the log, errors, progress
 * @param statusLine the terminal's last line, or null when standard error is no terminal
 * @param engines makes the engine, once a command needs it, with meters to move or without
 * @param interruption SIGTERM and SIGINT
 * @param hangUp SIGHUP
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        StatusLine statusLine,
        Map<String, String> environment,
        Function<Optional<EngineMetrics>, Engine> engines,
        Interruption interruption,
        HangUp hangUp) {}
