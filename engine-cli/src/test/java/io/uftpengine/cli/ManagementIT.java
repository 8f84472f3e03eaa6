package io.uftpengine.cli;

import static io.uftpengine.cli.EngineProcess.args;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint of the packaged jar. */
@Timeout(120)
class ManagementIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLEAN_END = Duration.ofSeconds(2);
    private static final Pattern ADDRESS = Pattern.compile("metrics: http://(127\\.0\\.0\\.1:[0-9]+)/metrics");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String[] corner;

    @TempDir
    Path dir;

    ManagementIT() throws IOException {
        corner = EngineProcess.corner();
    }

    @Test
    void shouldShowAReceiverThatIsReady() throws Exception {
        try (EngineProcess receive =
                EngineProcess.start(dir, args("receive", corner, "-D", dir.toString(), "--metrics", ":0"))) {
            receive.awaitOut("receiving on lo");
            String address = address(receive);
            assertEquals("ready\n", get(address, "/readyz").body());
            assertEquals(200, get(address, "/livez").statusCode());
            HttpResponse<String> metrics = get(address, "/metrics");
            assertTrue(metrics.body().contains("\n# TYPE jvm_memory_used_bytes gauge\n"), metrics.body());
            assertTrue(openMetrics(address).body().endsWith("# EOF\n"));
            try (EngineProcess health = EngineProcess.start(dir, "health", address)) {
                assertEquals(0, health.exitCode(PATIENCE), health::toString);
                assertEquals("ready\n", health.out());
            }
            try (EngineProcess second =
                    EngineProcess.start(dir, args("receive", corner, "-D", dir.toString(), "--metrics", address))) {
                assertEquals(2, second.exitCode(PATIENCE), second::toString);
                assertEquals(1, second.err().lines().count(), second::toString);
                assertTrue(second.err().startsWith("uftp-engine: --metrics " + address + ": "), second::toString);
            }
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(CLEAN_END), receive::toString);
            try (EngineProcess health = EngineProcess.start(dir, "health", address)) {
                assertEquals(11, health.exitCode(PATIENCE), health::toString);
            }
        }
    }

    @Test
    void shouldShowASenderAndBeQuietAboutItOnStandardOutput() throws Exception {
        Path file = Files.write(dir.resolve("f"), new byte[10]);
        try (EngineProcess send = EngineProcess.start(
                dir, args("send", corner, "-Y", "none", "-H", "0xBEEF", "--metrics", "127.0.0.1:0", file.toString()))) {
            send.awaitErr("announced");
            assertEquals("ready\n", get(address(send), "/readyz").body());
            send.signal("TERM");
            assertEquals(6, send.exitCode(CLEAN_END), send::toString);
            assertFalse(send.out().contains("metrics"), send::toString);
        }
    }

    @Test
    void shouldShowTheSameSessionFromBothSides() throws Exception {
        Path file = Files.write(dir.resolve("a \"b\""), new byte[20_000_000]);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        try (EngineProcess receive = EngineProcess.start(
                        dir, args("receive", corner, "-U", "0xBEEF", "-D", incoming.toString(), "--metrics", "0"));
                EngineProcess send = EngineProcess.start(
                        dir,
                        args(
                                "send",
                                corner,
                                "-H",
                                "0xBEEF,0xDEAD",
                                "-s",
                                "10",
                                "-r",
                                "0.05:0.01:0.2",
                                "-R",
                                "8Mbit/s",
                                "--metrics",
                                "0",
                                file.toString()))) {
            send.awaitErr(" of 20.0 MB");
            receive.awaitOut("receiving on lo");
            Map<String, Object> sent = onlySession(address(send));
            Map<String, Object> received = onlySession(address(receive));
            assertEquals("send", sent.get("role"));
            assertEquals("receive", received.get("role"));
            for (String same : List.of("groupId", "instance", "senderId", "cipher", "protocol", "state")) {
                assertEquals(sent.get(same), received.get(same), same);
            }
            assertEquals("aes256-gcm", sent.get("cipher"));
            assertEquals("data", sent.get("state"));
            assertEquals("0x0000BEEF", received.get("uniqueId"));
            for (Map<String, Object> session : List.of(sent, received)) {
                Map<String, Object> underWay = JsonText.object(session.get("file"));
                assertEquals("a \"b\"", underWay.get("name"));
                assertEquals(20_000_000.0, underWay.get("bytes"));
                double done = (Double) underWay.get("bytesDone");
                assertTrue(done > 0 && done < 20_000_000, session::toString);
                assertTrue((Double) session.get("bytesPerSecond") > 100_000, session::toString);
                assertTrue((Double) session.get("grttSeconds") >= 0.001, session::toString);
            }
            List<Object> rows = JsonText.array(sent.get("receivers"));
            assertEquals(2.0, sent.get("receiverCount"));
            Map<String, Object> active = JsonText.object(rows.get(0));
            assertEquals("0x0000BEEF", active.get("id"));
            assertEquals("active", active.get("state"));
            assertTrue((Double) active.get("rttSeconds") > 0, active::toString);
            assertTrue((Double) active.get("fileBytesDone") > 0, active::toString);
            assertEquals("0x0000DEAD", JsonText.object(rows.get(1)).get("id"));
            assertEquals("mute", JsonText.object(rows.get(1)).get("state"));
            send.signal("TERM");
            assertEquals(6, send.exitCode(CLEAN_END), send::toString);
            receive.awaitOut("aborted by the sender");
        }
    }

    private Map<String, Object> onlySession(String address) throws IOException, InterruptedException {
        Map<String, Object> all =
                JsonText.object(JsonText.parse(get(address, "/api/v1/sessions").body()));
        assertEquals(1.0, all.get("sessionCount"), all::toString);
        return JsonText.object(JsonText.array(all.get("sessions")).get(0));
    }

    /** Start-up is a good part of a short run, and would be longer by a tenth with what nobody asked for. */
    @Test
    void shouldLoadNothingOfItUnasked() throws Exception {
        assertEquals(List.of(), classesOfTheEndpoint());
        assertFalse(classesOfTheEndpoint("--metrics", "0").isEmpty(), "they are seen when they are there");
    }

    /** Loaded by a sender, from its start to its end. */
    private List<String> classesOfTheEndpoint(String... options) throws Exception {
        Path file = Files.write(dir.resolve("f"), new byte[10]);
        Path classes = dir.resolve("classes-" + options.length);
        String[] all = Stream.concat(
                        Stream.of("-Y", "none", "-s", "10", "-r", "0.05:0.01:0.2", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        Path javaHome = Path.of(System.getProperty("java.home"));
        try (EngineProcess send = EngineProcess.startIn(environment, javaHome, dir, args("send", corner, all))) {
            assertEquals(7, send.exitCode(PATIENCE), send::toString);
        }
        List<String> lines = Files.readAllLines(classes);
        assertTrue(lines.stream().anyMatch(line -> line.contains("io.uftpengine.core.engine.UftpEngine ")));
        return lines.stream()
                .filter(
                        line -> line.matches(
                                ".*\\b(io\\.micrometer|io\\.prometheus|io\\.netty\\.handler|io\\.uftpengine\\.core\\.management)\\..*"))
                .toList();
    }

    private static String address(EngineProcess process) {
        Matcher named = ADDRESS.matcher(process.err());
        assertTrue(named.find(), process::toString);
        return named.group(1);
    }

    private HttpResponse<String> get(String address, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> openMetrics(String address) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                        .header("Accept", "application/openmetrics-text; version=1.0.0")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
