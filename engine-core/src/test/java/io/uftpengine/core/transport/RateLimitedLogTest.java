package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.transport.RateLimitedLog.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
    private static final long INTERVAL_NS = 1000;

    private final RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(RateLimitedLogTest.class), INTERVAL_NS);

    @Test
    void shouldLetOneLinePerReasonAndIntervalThrough() {
        assertTrue(log.isDue(Reason.SEND_FAILED, 50));
        assertFalse(log.isDue(Reason.SEND_FAILED, 51));
        assertTrue(log.isDue(Reason.SESSION_LIMIT, 51), "another reason");
        assertFalse(log.isDue(Reason.SEND_FAILED, 49 + INTERVAL_NS));
        assertTrue(log.isDue(Reason.SEND_FAILED, 50 + INTERVAL_NS));
        assertFalse(log.isDue(Reason.SEND_FAILED, 51 + INTERVAL_NS));
    }

    @Test
    void shouldLetManyLinesOfSessionsThroughButNotAll() {
        for (int i = 0; i < RateLimitedLog.SESSION_LINES; i++) {
            assertTrue(log.isDue(Reason.SESSION_STARTED, i));
        }
        assertFalse(log.isDue(Reason.SESSION_STARTED, INTERVAL_NS - 1));
        assertTrue(log.isDue(Reason.SESSION_STARTED, INTERVAL_NS));
    }

    @Test
    void shouldTellSourcesApartButNotAnyNumberOfThem() throws Exception {
        InetAddress one = address(1);
        assertTrue(log.isDue(Reason.UNAUTHENTICATED, one, 0));
        assertFalse(log.isDue(Reason.UNAUTHENTICATED, one, INTERVAL_NS - 1));
        assertTrue(log.isDue(Reason.REPLAYED, one, INTERVAL_NS - 1), "another reason");
        int lines = 0;
        for (int i = 2; i < 200; i++) {
            lines += log.isDue(Reason.UNAUTHENTICATED, address(i), INTERVAL_NS - 1) ? 1 : 0;
        }
        assertEquals(RateLimitedLog.MAX_SOURCES - 2, lines);
        assertTrue(log.isDue(Reason.UNAUTHENTICATED, one, INTERVAL_NS));
        assertFalse(log.isDue(Reason.UNAUTHENTICATED, address(2), INTERVAL_NS));
        assertTrue(log.isDue(Reason.UNAUTHENTICATED, address(199), 2 * INTERVAL_NS), "the others are forgotten");
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 198, 18, 0, (byte) last});
    }

    @Test
    void shouldBeDueAtTheFirstTimeWhateverTheClockSays() {
        assertTrue(log.isDue(Reason.JOIN_FAILED, Long.MIN_VALUE));
        assertTrue(log.isDue(Reason.ENCODE_FAILED, 0));
    }
}
