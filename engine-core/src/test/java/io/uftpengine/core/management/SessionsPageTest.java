package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.Role;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.engine.SessionSnapshot.FileSnapshot;
import io.uftpengine.core.engine.SessionSnapshot.ReceiverSnapshot;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SessionsPageTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
    private static final ReceiverSnapshot RECEIVER = new ReceiverSnapshot(
            0xBEEF, Optional.of(HERE), ReceiverState.ACTIVE, "a \"reason\"\n", 5, 6, 7, 0.25, 1_500_000, 2_000_000_000);

    private final FakeSource source = new FakeSource();
    private long nowNs;
    private final Pages pages = new Pages(source, Runnable::run, () -> nowNs);

    private static SessionSnapshot session(String fileName, List<ReceiverSnapshot> receivers) {
        return new SessionSnapshot(
                Role.SEND,
                0xAB,
                1,
                0xCD,
                0xCD,
                HERE,
                5,
                "aes256-gcm",
                Phase.FILE_INFO,
                "",
                1_000_000_000,
                10_000_000,
                Optional.of(new FileSnapshot(fileName, 100, 50, 2, Optional.empty())),
                60,
                10,
                12.5,
                Optional.of(1000L),
                3,
                0.5,
                receivers);
    }

    private Page get(String path) {
        return pages.find(path, null).join();
    }

    private String list() {
        Page page = get("/api/v1/sessions");
        assertEquals(200, page.status().code());
        assertEquals("application/json; charset=utf-8", page.contentType());
        return new String(page.body(), StandardCharsets.US_ASCII);
    }

    @Test
    void shouldWriteWhatIsKnownAndNullForWhatIsNot() {
        source.sessions = CompletableFuture.completedFuture(List.of(session("<\u00fc\"\n", List.of(RECEIVER))));
        assertEquals(
                "{\"sessionCount\":1,\"sessions\":[{\"role\":\"send\",\"groupId\":\"0x000000AB\",\"instance\":1,"
                        + "\"uniqueId\":\"0x000000CD\",\"senderId\":\"0x000000CD\",\"remote\":\"127.0.0.1:7\",\"protocol\":5,"
                        + "\"cipher\":\"aes256-gcm\",\"state\":\"file_info\",\"waitingFor\":\"\",\"elapsedSeconds\":1.000000000,"
                        + "\"grttSeconds\":0.010000000,\"file\":{\"name\":\"<\\u00fc\\\"\\u000a\",\"bytes\":100,"
                        + "\"bytesDone\":50,\"pass\":2,\"remainingSeconds\":null},\"contentBytes\":60,"
                        + "\"retransmittedBytes\":10,\"bytesPerSecond\":12.500000000,\"rateLimitBytesPerSecond\":1000,"
                        + "\"naks\":3,\"lossRatio\":0.500000000,\"receiverCount\":1,\"receivers\":[{\"id\":\"0x0000BEEF\","
                        + "\"address\":\"127.0.0.1:7\",\"state\":\"active\",\"reason\":\"a \\\"reason\\\"\\u000a\","
                        + "\"bytesDone\":5,\"fileBytesDone\":6,\"naks\":7,\"lossRatio\":0.250000000,"
                        + "\"rttSeconds\":0.001500000,\"activeSeconds\":2.000000000}]}]}",
                list());
    }

    @Test
    void shouldListNothingWhenThereIsNothing() {
        assertEquals("{\"sessionCount\":0,\"sessions\":[]}", list());
    }

    @Test
    void shouldListTenThousandReceivers() {
        source.sessions =
                CompletableFuture.completedFuture(List.of(session("f", Collections.nCopies(10_000, RECEIVER))));
        assertEquals(10_000, list().split("0x0000BEEF", -1).length - 1);
    }

    @Test
    void shouldCountWhatDoesNotFit() {
        source.sessions = CompletableFuture.completedFuture(
                List.of(session("f", Collections.nCopies(100_000, RECEIVER)), session("f", List.of())));
        String json = list();
        assertTrue(json.length() < Pages.MAX_PAGE_BYTES, () -> json.length() + " bytes");
        assertTrue(json.contains("\"sessionCount\":2"));
        assertTrue(json.contains("\"receiverCount\":100000"));
        assertTrue(json.endsWith("]}]}"));
    }

    @Test
    void shouldWriteOnceForAllWhoAskWithinHalfASecond() {
        for (int i = 0; i < 10; i++) {
            list();
            assertEquals(200, get("/livez").status().code());
        }
        assertEquals(1, source.looks);
        nowNs += 500_000_000;
        list();
        assertEquals(2, source.looks);
    }

    @Test
    void shouldBeLiveWhileTheLoopsAnswer() {
        assertEquals(200, get("/livez").status().code());
        source.sessions = new CompletableFuture<>();
        nowNs += 500_000_000;
        CompletableFuture<Page> asked = pages.find("/livez", null);
        assertFalse(asked.isDone());
        assertEquals(503, asked.join().status().code());
        assertEquals(503, get("/api/v1/sessions").status().code());
    }

    @Test
    void shouldAnswerADefectWithoutItsWords() {
        source.sessions = CompletableFuture.failedFuture(new IllegalStateException("secret"));
        for (String path : List.of("/livez", "/api/v1/sessions")) {
            Page page = get(path);
            assertEquals(500, page.status().code());
            assertFalse(new String(page.body(), StandardCharsets.UTF_8).contains("secret"));
        }
    }
}
