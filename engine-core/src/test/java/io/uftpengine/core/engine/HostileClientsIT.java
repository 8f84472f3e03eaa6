package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.management.HostileClients;
import io.uftpengine.core.management.ManagementEndpoint;
import io.uftpengine.core.management.ManagementSource;
import io.uftpengine.core.management.MetricsFormat;
import io.uftpengine.core.management.Readiness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transfer whose endpoint is under attack: it does not notice, and who asks honestly is answered. */
@Timeout(60)
class HostileClientsIT {
    private static final long TRICKLE_MS = 100;

    /** Trickles; an answer takes as long as a few of them. */
    private static final int HONEST_EVERY = 4;

    private static final int PAGE_BYTES = 1_000_000;

    /** Shorter than Prometheus and whoever checks the health wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private record Source(UftpEngine engine) implements ManagementSource {
        private static final Readiness READINESS = new Readiness();

        @Override
        public String metrics(MetricsFormat format) {
            return "x".repeat(PAGE_BYTES);
        }

        @Override
        public CompletableFuture<List<SessionSnapshot>> sessions() {
            return engine.sessions();
        }

        @Override
        public Readiness readiness() {
            return READINESS;
        }
    }

    @Test
    void shouldDeliverWhateverItsEndpointHasToBear() throws Exception {
        Loopback loopback = new Loopback();
        Path file = Loopback.file(directory, "f", 40_000_000, 5);
        try (UftpEngine engine = UftpEngine.create();
                ManagementEndpoint endpoint =
                        ManagementEndpoint.open(new ListenAddress("127.0.0.1", 0), new Source(engine))) {
            List<Loopback.Receiver> receivers = loopback.receivers(engine, directory, 2);
            SenderHandle sender = engine.send(
                    loopback.sender(List.of(file))
                            .receivers(Loopback.ids(receivers))
                            .rateBitsPerSecond(100_000_000)
                            .build(),
                    SessionListener.NONE);
            int trickles = 0;
            try (HostileClients hostile = new HostileClients(endpoint.address())) {
                hostile.connectAll();
                while (!isDoneWithin(sender, TRICKLE_MS)) {
                    hostile.trickle();
                    if (trickles++ % HONEST_EVERY == 0) {
                        assertEquals("live\n", get(endpoint, "/livez"));
                        assertEquals(PAGE_BYTES, get(endpoint, "/metrics").length());
                    }
                }
            }
            SendReport report = Loopback.await(sender);
            assertTrue(trickles > 5, "the transfer was attacked all the time");
            assertTrue(report.isEverythingDelivered(), report::toString);
            for (Loopback.Receiver receiver : receivers) {
                receiver.stop();
                Loopback.assertSame(file, receiver.directory().resolve("f"));
            }
            assertEquals(List.of(), engine.sessions().get());
        }
    }

    /** On the client's one connection as long as that is left to it, on another one when it had to make room. */
    private String get(ManagementEndpoint endpoint, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        return response.body();
    }

    private static boolean isDoneWithin(SenderHandle sender, long milliseconds) throws Exception {
        try {
            sender.result().get(milliseconds, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }
}
