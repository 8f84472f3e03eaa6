package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code docker/monitoring}: each query of the dashboard and each expression of the alerts, asked of a real Prometheus during a real
 * transfer with losses. What returns nothing then is wrong.
 */
@Lab
@Timeout(180)
class MonitoringIT {
    private static final Duration BRIEF = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DASHBOARD = "dashboard";
    private static final int RECEIVERS = 2;
    private static final String METRICS_PORT = "9464";

    /** Of 15 s at the rate below. */
    private static final long FILE_BYTES = 30_000_000;

    private static final int RATE_KBIT = 16_000;
    private static final int LOSS_PERMILLE = 50;

    /** What goes wrong in no healthy transfer is there, and 0. */
    private static final Pattern MAY_BE_ZERO = Pattern.compile(
            "sum by \\([^)]*\\) \\((rate|increase)\\((uftp_announces_refused|uftp_kernel_drops|uftp_datagrams_dropped"
                    + "|uftp_send_failures)_total\\{[^}]*}\\[[^]]*]\\)\\)");

    private static final Pattern ALERT = Pattern.compile("- alert: (\\S+)\\s+expr: ([^\\n]+?) (>|==) ([0-9.]+)\\n");

    private final Path monitoring = LabSettings.repository().resolve("docker/monitoring");
    private final Path alerts = monitoring.resolve("alerts.yml");

    private static String promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        return CommandOutput.require(BRIEF, command);
    }

    /** Expressions of the dashboard, as Grafana would ask them for all engines. */
    private List<String> dashboard() throws Exception {
        Map<?, ?> dashboard = (Map<?, ?>) Json.read(Files.readString(monitoring.resolve("grafana/uftp-engine.json")));
        List<String> expressions = new ArrayList<>();
        for (Object panel : (List<?>) dashboard.get("panels")) {
            Object targets = ((Map<?, ?>) panel).get("targets");
            for (Object target : targets == null ? List.of() : (List<?>) targets) {
                expressions.add(((Map<?, ?>) target)
                        .get("expr")
                        .toString()
                        .replace("$instance", ".+")
                        .replace("$__rate_interval", "5s"));
            }
        }
        return expressions;
    }

    /** What alerts compare, each with {@code bool}: 0 where the alert would not fire. */
    private Map<String, String> alertConditions() throws Exception {
        Map<String, String> conditions = new LinkedHashMap<>();
        String text = Files.readString(alerts);
        Matcher alert = ALERT.matcher(text);
        while (alert.find()) {
            conditions.put(alert.group(1), alert.group(2) + " " + alert.group(3) + " bool " + alert.group(4));
        }
        assertEquals(
                text.split("- alert: ", -1).length - 1, conditions.size(), "alerts compare with a number, in one line");
        return conditions;
    }

    @Test
    void shouldHaveRulesAndSettingsThatPromtoolCallsClean() throws Exception {
        promtool("check", "rules", "--lint-fatal", alerts.toString());
        promtool(
                "check",
                "config",
                "--lint-fatal",
                monitoring.resolve("prometheus.yml").toString());
        promtool("test", "rules", monitoring.resolve("alerts-test.yml").toString());
        String tests = Files.readString(monitoring.resolve("alerts-test.yml"));
        for (String alert : alertConditions().keySet()) {
            assertTrue(
                    tests.contains("{labels: '{alertname=\"" + alert + "\"}', value: 1}"), alert + " is seen to fire");
        }
    }

    /** What Grafana objects to when it loads it. */
    @Test
    void shouldHaveADashboardThatHoldsTogether() throws Exception {
        String text = Files.readString(monitoring.resolve("grafana/uftp-engine.json"));
        Set<Object> ids = new HashSet<>();
        for (Object panel : (List<?>) ((Map<?, ?>) Json.read(text)).get("panels")) {
            assertTrue(ids.add(((Map<?, ?>) panel).get("id")), panel::toString);
        }
        String source = Files.readString(monitoring.resolve("grafana/provisioning/datasources/prometheus.yml"));
        Matcher uid = Pattern.compile("\"type\": \"prometheus\", \"uid\": \"([^\"]+)\"")
                .matcher(text);
        while (uid.find()) {
            assertTrue(source.contains("uid: " + uid.group(1)), uid::group);
        }
    }

    @Test
    void shouldShowATransfer() throws Exception {
        String metrics = "0.0.0.0:" + METRICS_PORT;
        TransferPlan plan = TransferPlan.of(Program.ENGINE, Program.ENGINE, Program.ENGINE)
                .files(List.of(TestFiles.file("monitored", FILE_BYTES)))
                .rateKbit(RATE_KBIT)
                .senderOptions("--metrics", metrics)
                .receiverOptions("--metrics", metrics);
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String expression : dashboard()) {
            wanted.put(expression, DASHBOARD);
        }
        alertConditions().forEach((alert, condition) -> wanted.put(condition, alert));
        try (NetworkLab lab = NetworkLab.up(RECEIVERS)) {
            for (int i = 1; i <= RECEIVERS; i++) {
                lab.loss(lab.receiver(i), LOSS_PERMILLE);
            }
            List<String> engines = List.of(lab.sender(), lab.receiver(1), lab.receiver(2)).stream()
                    .map(host -> host.ipv4() + ":" + METRICS_PORT)
                    .toList();
            try (Transfer transfer = Transfer.prepare(lab, "monitoring", plan);
                    Prometheus prometheus = Prometheus.start(lab.sender(), transfer.directory(), alerts, engines)) {
                prometheus.await("count(up == 1) == " + RECEIVERS);
                Instant start = Instant.now();
                transfer.startSender();
                transfer.finish(PATIENCE).assertAllRight();
                checkMetrics(lab.receiver(1));
                prometheus.await("sum(uftp_sessions_ended_total{role=\"receiver\"}) == " + RECEIVERS);
                assertEquals("", unanswered(prometheus, start, wanted), "queries without an answer");
            }
        }
    }

    /** One line each. */
    private static String unanswered(Prometheus prometheus, Instant start, Map<String, String> wanted)
            throws Exception {
        StringBuilder unanswered = new StringBuilder();
        for (Map.Entry<String, String> query : wanted.entrySet()) {
            List<Double> values = prometheus.valuesSince(start, query.getKey());
            boolean mayBeZero = !query.getValue().equals(DASHBOARD)
                    || MAY_BE_ZERO.matcher(query.getKey()).matches();
            if (values.stream().noneMatch(value -> mayBeZero ? value >= 0 : value > 0)) {
                unanswered
                        .append(query.getValue())
                        .append(": ")
                        .append(query.getKey())
                        .append('\n');
            }
        }
        return unanswered.toString();
    }

    private static void checkMetrics(LabHost host) throws Exception {
        String read =
                "import sys, urllib.request; sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())";
        String scrape =
                "python3 -c '" + read + "' http://127.0.0.1:" + METRICS_PORT + "/metrics | promtool check metrics";
        CommandOutput verdict = CommandOutput.of(
                BRIEF, List.of("ip", "netns", "exec", host.namespace(), "bash", "-o", "pipefail", "-c", scrape));
        assertEquals(new CommandOutput(0, ""), verdict);
    }
}
