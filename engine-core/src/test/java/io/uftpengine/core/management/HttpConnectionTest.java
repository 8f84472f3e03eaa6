package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
    private final FakeSource source = new FakeSource();
    private final Connections connections = new Connections();
    private long nowNs;
    private final Pages pages = new Pages(source, Runnable::run, () -> nowNs);
    private final HttpConversation client = new HttpConversation(pages, connections);

    @AfterEach
    void shouldHaveLeftNothingBehind() {
        client.received();
        client.connection.close();
        client.connection.close();
        assertEquals(0, connections.size());
        assertEquals(0, connections.pendingBytes());
    }

    @Test
    void shouldServeMetricsAsTextAndAsOpenMetricsToWhoAsksForIt() {
        String plain = client.get("/metrics").received();
        assertTrue(plain.startsWith("HTTP/1.1 200 OK\r\n"), plain);
        assertTrue(plain.contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"), plain);
        assertTrue(plain.contains("cache-control: no-store\r\n"), plain);
        assertFalse(plain.toLowerCase(java.util.Locale.ROOT).contains("access-control"), plain);
        assertTrue(plain.endsWith("\r\n\r\nsome_metric 1\n"), plain);
        String open = client.send(
                        "GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text;version=1.0.0,*/*;q=0.1\r\n\r\n")
                .received();
        assertTrue(open.contains("content-type: application/openmetrics-text; version=1.0.0"), open);
        assertTrue(open.endsWith("# EOF\n"), open);
        assertEquals(2, source.scrapes);
        assertTrue(client.isOpen(), "the connection is used again");
    }

    @Test
    void shouldAnswerHeadWithTheLengthAndNothingElse() {
        String answer = client.send("HEAD /metrics HTTP/1.1\r\n\r\n").received();
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("content-length: " + source.text.length() + "\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        assertEquals(200, client.get("/livez").status());
    }

    @Test
    void shouldBeReadyFromTheStartToTheEndOfTheWork() {
        assertTrue(client.get("/readyz").received().contains("503 Service Unavailable"));
        source.readiness.ready();
        assertEquals(200, client.get("/readyz").status());
        source.readiness.ending("interrupted");
        source.readiness.ready();
        String answer = client.get("/readyz").received();
        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        assertTrue(answer.endsWith("\r\n\r\nnot ready: interrupted\n"), answer);
        assertEquals(200, client.get("/livez").status());
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, 404",
        "GET /metrics/ HTTP/1.1, 404",
        "GET //metrics HTTP/1.1, 404",
        "GET /metrics?x=1 HTTP/1.1, 200",
        "GET http://any.host:1/metrics HTTP/1.1, 200",
        "GET http://any.host HTTP/1.1, 404",
        "GET /%6Detrics HTTP/1.1, 404",
        "POST /metrics HTTP/1.1, 405",
        "DELETE /nothing HTTP/1.1, 405",
        "OPTIONS * HTTP/1.1, 405",
        "get /metrics HTTP/1.1, 405",
        "GET /metrics HTTP/1.0, 200",
        "PRI * HTTP/2.0, 400",
        "GET /metrics, 400",
        "nonsense, 400",
        "GET /metrics XTTP/1.1, 400"
    })
    void shouldAnswerEveryRequestLine(String line, int status) {
        assertEquals(status, client.send(line + "\r\n\r\n").status());
    }

    @Test
    void shouldNameTheMethodsThatThereAre() {
        String answer = client.send("PUT /metrics HTTP/1.1\r\n\r\n").received();
        assertTrue(answer.contains("allow: GET, HEAD\r\n"), answer);
        assertTrue(answer.contains("connection: close\r\n"), answer);
        assertFalse(client.isOpen());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\n12345",
                "Content-Length: 99999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n"
            })
    void shouldTakeNoBody(String rest) {
        assertEquals(413, client.send("POST /metrics HTTP/1.1\r\n" + rest).status());
        assertFalse(client.isOpen());
        assertEquals(0, source.scrapes);
    }

    @Test
    void shouldTakeABodyOfNothing() {
        assertEquals(
                200,
                client.send("GET /livez HTTP/1.1\r\nContent-Length: 0\r\n\r\n").status());
        assertTrue(client.isOpen());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "Content-Length: -5\r\n\r\n",
                "Content-Length: 5x\r\n\r\n",
                "no colon at all\r\n\r\n",
                ": no name\r\n\r\n",
                "a b: c\r\n\r\n",
                "x: \u0000\r\n\r\n"
            })
    void shouldRefuseWhatAreNoHeaders(String headers) {
        int status = client.send("GET /livez HTTP/1.1\r\n" + headers).status();
        assertTrue(List.of(400, 413).contains(status), () -> Integer.toString(status));
        assertFalse(client.isOpen());
    }

    @Test
    void shouldBoundTheRequestLine() {
        assertEquals(404, client.get("/" + "a".repeat(900)).status());
        assertEquals(414, client.get("/" + "a".repeat(2000)).status());
        assertFalse(client.isOpen());
    }

    @Test
    void shouldBoundTheHeaders() {
        assertEquals(
                200,
                client.send("GET /livez HTTP/1.1\r\na: " + "b".repeat(8000) + "\r\n\r\n")
                        .status());
        client.send("GET /livez HTTP/1.1\r\n");
        for (int i = 0; i < 100 && client.isOpen(); i++) {
            client.send("header-" + i + ": " + "b".repeat(100) + "\r\n");
        }
        assertEquals(431, client.status());
        assertFalse(client.isOpen());
    }

    @Test
    void shouldEndAConnectionThatSendsMuchMoreThanARequest() {
        assertEquals(414, client.send("x".repeat(HttpConnection.MAX_BYTES)).status());
        assertFalse(client.isOpen());
        assertFalse(client.isClosed(), "so that its client reads the answer");
        client.send("x");
        assertTrue(client.isClosed());
        assertEquals("", client.received());
        assertEquals(0, connections.deadlinesMissed());
    }

    @Test
    void shouldNotWaitForALineOfWhatIsNoHttp() {
        assertEquals(400, client.send("\u0016").status());
        assertFalse(client.isOpen());
    }

    @Test
    void shouldReadARequestByteByByte() {
        for (char next : "\r\nGET /livez HTTP/1.1\nHost: x\r\n\r".toCharArray()) {
            assertEquals(0, client.send(String.valueOf(next)).status());
        }
        assertEquals(200, client.send("\n").status());
        assertTrue(client.isOpen());
    }

    @Test
    void shouldEndWithAnAnswerThatIsTakenSlowlyWhenThereIsMore() {
        source.text = "x".repeat(3 * Answer.MAX_WRITE_BYTES);
        client.take(1000).get("/metrics");
        assertEquals(source.text.length(), connections.pendingBytes());
        assertEquals(1000, client.received().length());
        client.get("/livez");
        client.pass(HttpConnection.ANSWER_MS - 1).take(Integer.MAX_VALUE).send("a");
        String rest = client.received();
        assertTrue(rest.endsWith(source.text.substring(1000)), () -> rest.length() + " bytes");
        assertEquals(-1, rest.indexOf("HTTP/1.1"));
        assertFalse(client.isOpen());
        assertEquals(0, connections.pendingBytes());
        client.pass(HttpConnection.FAREWELL_MS - 1);
        assertFalse(client.isClosed());
        client.pass(1);
        assertTrue(client.isClosed());
        assertEquals(0, connections.deadlinesMissed());
    }

    @Test
    void shouldCloseWhenAnAnswerIsNotTaken() {
        client.take(10).get("/metrics");
        client.pass(HttpConnection.ANSWER_MS);
        assertTrue(client.isClosed());
        assertEquals(0, connections.pendingBytes());
        assertEquals(1, connections.deadlinesMissed());
    }

    @Test
    void shouldSayWhenItAnswered() {
        assertTrue(client.get("/livez").received().contains(" GMT\r\n"));
        assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", HttpDate.of(0));
        assertEquals("Sun, 29 Feb 2032 23:05:09 GMT", HttpDate.of(1_961_708_709));
    }

    @Test
    void shouldRenewTheBudgetWithEveryRequest() {
        for (int i = 0; i < 30; i++) {
            assertEquals(
                    200,
                    client.send("GET /livez HTTP/1.1\r\na: " + "b".repeat(8000) + "\r\n\r\n")
                            .status());
        }
        assertTrue(client.isOpen());
    }

    @Test
    void shouldQueueNoRequests() {
        client.send("GET /livez HTTP/1.1\r\n\r\n".repeat(100));
        String answers = client.received();
        assertEquals(answers.indexOf("HTTP/1.1 200"), answers.lastIndexOf("HTTP/1.1 200"), "one is answered");
        assertFalse(client.isOpen());
        assertEquals(1, connections.answers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n", "GET /livez HTTP/1.0\r\n\r\n"})
    void shouldCloseWhenTheClientWantsIt(String request) {
        assertEquals(200, client.send(request).status());
        assertFalse(client.isOpen());
    }

    @Test
    void shouldCloseAnIdleConnection() {
        client.pass(HttpConnection.REQUEST_MS - 1);
        assertTrue(client.isOpen());
        client.pass(1);
        assertFalse(client.isOpen());
        assertEquals(1, connections.deadlinesMissed());
    }

    @Test
    void shouldNotBeKeptWaitingByTricklingHeaders() {
        client.send("GET /livez HTTP/1.1\r\n");
        int sent = 0;
        while (client.isOpen()) {
            client.send("a").pass(1000);
            sent++;
        }
        assertEquals(HttpConnection.REQUEST_MS / 1000, sent);
        assertEquals("", client.received());
    }

    @Test
    void shouldGiveEveryRequestItsOwnTime() {
        for (int i = 0; i < 5; i++) {
            client.pass(HttpConnection.REQUEST_MS - 1);
            assertEquals(200, client.get("/livez").status());
        }
        client.pass(HttpConnection.REQUEST_MS);
        assertFalse(client.isOpen());
    }

    @Test
    void shouldAnswerADefectWithoutItsWords() {
        source.fault = new IllegalStateException("secret");
        String answer = client.get("/metrics").received();
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertFalse(answer.contains("secret"), answer);
        assertEquals(200, client.get("/livez").status());
    }

    @Test
    void shouldRefuseAPageThatIsTooLarge() {
        source.text = "x".repeat(Pages.MAX_PAGE_BYTES + 1);
        assertEquals(500, client.get("/metrics").status());
        source.text = "x".repeat(Pages.MAX_PAGE_BYTES);
        nowNs += Pages.METRICS_INTERVAL_NS;
        assertEquals(200, client.get("/metrics").status());
    }

    @Test
    void shouldCollectMetricsOnceASecondWhoeverAsks() {
        for (int i = 0; i < 100; i++) {
            assertEquals(200, client.get("/metrics").status());
            assertEquals(
                    200,
                    client.send("GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text\r\n\r\n")
                            .status());
        }
        assertEquals(2, source.scrapes, "once in each format");
        source.text = "other_metric 1\n";
        nowNs += Pages.METRICS_INTERVAL_NS - 1;
        assertTrue(client.get("/metrics").received().endsWith("\r\n\r\nsome_metric 1\n"));
        nowNs++;
        assertTrue(client.get("/metrics").received().endsWith("\r\n\r\nother_metric 1\n"));
        assertEquals(3, source.scrapes);
    }

    @Test
    void shouldRepeatNothingOfARequest() {
        String mark = "cafe<script>";
        String answer = client.send("GET /" + mark + "?" + mark + " HTTP/1.1\r\nHost: " + mark + "\r\n" + "Origin: "
                        + mark + "\r\nX-" + "mark: " + mark + "\r\n\r\n")
                .received();
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertFalse(answer.contains("cafe"), answer);
    }
}
