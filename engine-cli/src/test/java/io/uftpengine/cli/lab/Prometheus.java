package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A real Prometheus on a host of the lab, which scrapes engines every second and evaluates our rules. */
final class Prometheus implements AutoCloseable {
    private static final Duration BRIEF = Duration.ofSeconds(20);
    private static final String URL = "http://127.0.0.1:9090";

    private final LabHost host;
    private final LabProcess process;

    private Prometheus(LabHost host, LabProcess process) {
        this.host = host;
        this.process = process;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param directory for its log, its settings and its data
     * @param engines addresses and ports to scrape, as the job that our rules and our dashboard mean
     */
    static Prometheus start(LabHost host, Path directory, Path rules, List<String> engines) throws IOException {
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "global: {scrape_interval: 1s, evaluation_interval: 1s}",
                        "rule_files: ['" + rules + "']",
                        "scrape_configs:",
                        "- job_name: uftp-engine",
                        "  static_configs: [{targets: ['" + String.join("', '", engines) + "']}]",
                        ""));
        LabProcess process = LabProcess.start(
                host,
                directory,
                "prometheus",
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("prometheus-data"),
                        "--web.listen-address=127.0.0.1:9090"));
        Prometheus prometheus = new Prometheus(host, process);
        try {
            prometheus.await("vector(1)");
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
        return prometheus;
    }

    /** Waits until an expression has a value. */
    void await(String expression) {
        Awaitility.await(expression).atMost(BRIEF).until(() -> {
            CommandOutput answer = query("instant", expression);
            return answer.exitCode() == 0 && !answer.text().trim().equals("[]");
        });
    }

    /** All values that all series of an expression had since a time, once a second. */
    List<Double> valuesSince(Instant start, String expression) throws IOException, InterruptedException {
        CommandOutput answer = query(
                "range",
                expression,
                "--start=" + start.getEpochSecond(),
                "--end=" + (Instant.now().getEpochSecond() + 1),
                "--step=1s");
        if (answer.exitCode() != 0) {
            throw new AssertionError(expression + ": " + answer.text() + process.tail());
        }
        List<Double> values = new ArrayList<>();
        for (Object series : (List<?>) Json.read(answer.text())) {
            for (Object value : (List<?>) ((Map<?, ?>) series).get("values")) {
                String text = ((List<?>) value).get(1).toString();
                values.add(Double.valueOf(text.replace("Inf", "Infinity")));
            }
        }
        return values;
    }

    private CommandOutput query(String kind, String expression, String... options)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("ip", "netns", "exec", host.namespace(), "promtool", "query", kind));
        command.addAll(List.of("-o", "json"));
        command.addAll(List.of(options));
        command.addAll(List.of(URL, expression));
        return CommandOutput.of(BRIEF, command);
    }

    @Override
    public void close() {
        process.close();
    }
}
