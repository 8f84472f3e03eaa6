package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HealthCommandTest {
    @Test
    void shouldReturnZeroWhenTheEngineIsReady() throws Exception {
        CommandRun run = askedOf("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nready\n");
        assertEquals(0, run.exitCode);
        assertEquals("ready\n", run.out());
        assertEquals("", run.err());
    }

    @Test
    void shouldSayWhyItIsNot() throws Exception {
        CommandRun run = askedOf("HTTP/1.1 503 Service Unavailable\r\n\r\nnot ready: starting\nmore\n");
        assertEquals(11, run.exitCode);
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().endsWith(": not ready: starting\n"), run.err());
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource({
        "'', something else than an engine",
        "SSH-2.0-x, something else than an engine",
        "HTTP/1.1 200OK, something else than an engine",
        "HTTP/1.1 404 Not Found, HTTP status 404",
        "HTTP/1.1 301 Moved, HTTP status 301"
    })
    void shouldTakeNothingElseForAnAnswer(String answer, String words) throws Exception {
        CommandRun run = askedOf(answer + "\r\n\r\n");
        assertEquals(11, run.exitCode);
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().contains(words), run.err());
    }

    @Test
    void shouldKeepControlCharactersOffTheTerminal() throws Exception {
        CommandRun run = askedOf("HTTP/1.1 503 x\r\n\r\n\u001b[2J");
        assertEquals(11, run.exitCode);
        assertTrue(run.err().strip().chars().allMatch(c -> c >= ' '), run.err());
    }

    /** Says nothing, or says it too slowly, or never stops. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300, -1})
    void shouldWaitForTwoSecondsAtMost(int pauseMs) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread slow = new Thread(() -> talk(server, pauseMs));
            slow.setDaemon(true);
            slow.start();
            long startNs = System.nanoTime();
            CommandRun run = CommandRun.of("health", "127.0.0.1:" + server.getLocalPort());
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertEquals(11, run.exitCode);
            assertTrue(tookMs < 10_000, () -> tookMs + " ms");
            assertEquals(1, run.errLines().size());
            if (pauseMs >= 0) {
                assertTrue(run.err().endsWith("no answer within 2 s\n"), run.err());
                assertTrue(tookMs >= 1_900, () -> tookMs + " ms");
            }
        }
    }

    @Test
    void shouldSayWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        CommandRun run = CommandRun.of("health", Integer.toString(port));
        assertEquals(11, run.exitCode);
        assertEquals(List.of("uftp-engine: health " + port + ": no answer: Connection refused"), run.errLines());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health",
                "health x",
                "health 1:2:3",
                "health 0",
                "health 127.0.0.1:99999",
                "health 1 2",
                "health -x"
            })
    void shouldRefuseWhatIsNoAddress(String args) {
        CommandRun run = CommandRun.of(args.split(" "));
        assertEquals(1, run.exitCode);
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().contains("health"), run.err());
    }

    private static CommandRun askedOf(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server, answer));
            answering.setDaemon(true);
            answering.start();
            return CommandRun.of("health", "127.0.0.1:" + server.getLocalPort());
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket client = server.accept()) {
            byte[] request = client.getInputStream().readNBytes("GET /readyz HTTP/1.1\r\n".length());
            assertEquals("GET /readyz HTTP/1.1\r\n", new String(request, StandardCharsets.US_ASCII));
            client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @param pauseMs between bytes; 0 = says nothing at all; -1 = talks as fast as it can */
    private static void talk(ServerSocket server, int pauseMs) {
        try (Socket client = server.accept()) {
            if (pauseMs == 0) {
                client.getInputStream().readAllBytes();
            }
            while (pauseMs != 0) {
                client.getOutputStream().write('H');
                if (pauseMs > 0) {
                    TimeUnit.MILLISECONDS.sleep(pauseMs);
                }
            }
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }
}
