package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On real sockets of the loopback interface. */
@Timeout(30)
class ManagementEndpointTest {
    private static final ListenAddress ANY_PORT = new ListenAddress("", 0);

    private final FakeSource source = new FakeSource();

    @Test
    void shouldListenOnTheLoopbackUnlessAHostIsNamed() throws Exception {
        try (ManagementEndpoint endpoint = ManagementEndpoint.open(ANY_PORT, source)) {
            assertTrue(endpoint.address().getAddress().isLoopbackAddress());
            assertTrue(endpoint.address().getPort() > 0);
        }
        try (ManagementEndpoint endpoint = ManagementEndpoint.open(new ListenAddress("0.0.0.0", 0), source)) {
            assertTrue(endpoint.address().getAddress().isAnyLocalAddress());
        }
    }

    @Test
    void shouldBeReadByAnOrdinaryClient() throws Exception {
        source.text = "x".repeat(Pages.MAX_PAGE_BYTES);
        try (ManagementEndpoint endpoint = ManagementEndpoint.open(ANY_PORT, source)) {
            HttpClient client = HttpClient.newHttpClient();
            URI metrics = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics");
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response =
                        client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
                assertEquals(200, response.statusCode());
                assertEquals(source.text, response.body());
            }
        }
    }

    @Test
    void shouldSayWhichOptionIsAtFaultWhenThePortIsTaken() throws Exception {
        try (ManagementEndpoint endpoint = ManagementEndpoint.open(ANY_PORT, source)) {
            ListenAddress taken =
                    new ListenAddress("127.0.0.1", endpoint.address().getPort());
            EngineException fault = assertThrows(EngineException.class, () -> ManagementEndpoint.open(taken, source));
            assertEquals(EngineException.Kind.NETWORK, fault.kind());
            assertTrue(
                    fault.getMessage().startsWith("--metrics " + taken + ": cannot listen there: "), fault::getMessage);
        }
    }

    @Test
    void shouldSayWhenThereIsNoSuchHost() {
        ListenAddress nowhere = new ListenAddress("no-such-host.invalid", 0);
        EngineException fault = assertThrows(EngineException.class, () -> ManagementEndpoint.open(nowhere, source));
        assertTrue(fault.getMessage().contains("no such host"), fault::getMessage);
    }

    @Test
    void shouldCloseItsConnectionsAndItsPort() throws Exception {
        ManagementEndpoint endpoint = ManagementEndpoint.open(ANY_PORT, source);
        int port = endpoint.address().getPort();
        try (Socket idle = new Socket("127.0.0.1", port)) {
            idle.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertEquals('H', idle.getInputStream().read());
            endpoint.close();
            endpoint.close();
            assertTrue(idle.getInputStream().readAllBytes().length > 0, "the rest of the answer, then the end");
        }
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", port).close());
    }
}
