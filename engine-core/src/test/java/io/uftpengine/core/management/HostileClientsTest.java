package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.management.HostileClients.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real sockets: what many hostile clients get of the endpoint together, counted. */
@Timeout(60)
class HostileClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeSource source = new FakeSource();
    private ManagementEndpoint endpoint;
    private HostileClients hostile;

    @BeforeEach
    void open() throws Exception {
        source.text = "x".repeat(Pages.MAX_PAGE_BYTES);
        source.readiness.ready();
        endpoint = ManagementEndpoint.open(new ListenAddress("127.0.0.1", 0), source);
        hostile = new HostileClients(endpoint.address());
    }

    @AfterEach
    void close() throws Exception {
        hostile.close();
        awaitCount(Connections::size, 0);
        awaitCount(Connections::pendingBytes, 0);
        endpoint.close();
    }

    @Test
    void shouldKeepSoManyIdleConnectionsAndNoMore() throws Exception {
        hostile.connectAll(Kind.IDLE);
        hostile.connectAll(Kind.SLOW_LORIS);
        awaitCount(Connections::accepted, 2L * HostileClients.COUNT);
        assertEquals(Connections.MAX_OPEN, count(Connections::size));
        assertEquals(2L * HostileClients.COUNT - Connections.MAX_OPEN, count(Connections::gaveWay));
        assertEquals(0, count(Connections::answers));
        assertHealthy();
    }

    @Test
    void shouldHoldSoMuchForSlowReadersAndNoMore() throws Exception {
        hostile.connectAll(Kind.SLOW_READER);
        awaitCount(Connections::accepted, HostileClients.COUNT);
        Awaitility.await().atMost(PATIENCE).until(() -> source.scrapes > 0);
        for (int i = 0; i < 5; i++) {
            assertTrue(count(Connections::pendingBytes) <= Connections.MAX_PENDING_BYTES);
            assertHealthy();
        }
        assertTrue(count(Connections::pendingBytes) > 0, "they are slow");
        Awaitility.await().atMost(PATIENCE).until(() -> get("/metrics").endsWith("\r\n\r\n" + source.text));
    }

    @Test
    void shouldAnswerAndEndEveryMalformedConnection() throws Exception {
        hostile.connectAll(Kind.MALFORMED);
        awaitCount(Connections::answers, HostileClients.COUNT);
        assertHealthy();
        // They do not even read that this is the end.
        Awaitility.await().atMost(PATIENCE).until(() -> count(Connections::size) == 0);
        assertEquals(0, count(Connections::deadlinesMissed));
        assertEquals(0, count(Connections::gaveWay));
    }

    @Test
    void shouldStayHealthyUnderAllOfThemAgainAndAgain() throws Exception {
        int rounds = 5;
        for (int i = 0; i < rounds; i++) {
            hostile.connectAll();
            hostile.trickle();
            assertHealthy();
            assertTrue(count(Connections::size) <= Connections.MAX_OPEN);
            assertTrue(count(Connections::pendingBytes) <= Connections.MAX_PENDING_BYTES);
        }
        int hostiles = rounds * HostileClients.COUNT * Kind.values().length;
        awaitCount(Connections::accepted, hostiles + rounds);
        assertTrue(source.scrapes <= 1 + PATIENCE.toSeconds(), () -> source.scrapes + " scrapes");
    }

    /** By a client of its own, whose connection competes with the others'. */
    private void assertHealthy() throws Exception {
        assertEquals("HTTP/1.1 200 OK", get("/readyz").lines().findFirst().orElse(""));
    }

    private String get(String path) throws IOException {
        try (Socket socket =
                new Socket(endpoint.address().getAddress(), endpoint.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private long count(ToLongFunction<Connections> of) throws Exception {
        return endpoint.count(of).get();
    }

    private void awaitCount(ToLongFunction<Connections> of, long expected) {
        Awaitility.await().atMost(PATIENCE).until(() -> count(of) == expected);
    }
}
