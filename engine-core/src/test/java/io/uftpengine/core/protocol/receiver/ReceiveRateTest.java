package io.uftpengine.core.protocol.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceiveRateTest {
    private static final long MS = 1_000_000;
    private static final long GRTT = 10 * MS;

    private long now = -1000 * MS;
    private final ReceiveRate rate = new ReceiveRate(now);

    /** A packet of 1000 bytes every {@code stepNs}. */
    private void flow(long ns, long stepNs) {
        for (long end = now + ns; now < end; ) {
            now += stepNs;
            rate.onPacket(1000, true, GRTT, now);
        }
    }

    private double measured() {
        return rate.bytesPerSecond(ReceiveRate.WINDOW_GRTTS, GRTT, now);
    }

    @Test
    void shouldMeasureASteadyFlow() {
        flow(500 * MS, MS / 10);
        assertEquals(10_000_000, measured(), 300_000);
        assertEquals(10_000_000, rate.bytesPerSecond(1, GRTT, now), 800_000);
        assertEquals(1000, rate.packetBytes(GRTT, now));
    }

    @Test
    void shouldSeeTheRateOfTheLastGrtts() {
        flow(500 * MS, MS);
        flow(40 * MS, MS / 4);
        assertEquals(4_000_000, measured(), 150_000);
    }

    @Test
    void shouldMeasureFewPackets() {
        flow(200 * MS, GRTT);
        assertEquals(100_000, measured(), 26_000);
    }

    @Test
    void shouldNotTakeAPauseOfTheSenderForAThinPath() {
        flow(200 * MS, MS / 10);
        now += 300 * MS;
        flow(MS / 2, MS / 10);
        assertEquals(10_000_000, measured(), 300_000, "as before");
        flow(30 * MS, MS / 10);
        assertEquals(10_000_000, measured(), 400_000, "and when it flows again");
    }

    @Test
    void shouldForgetWhatWasBeforeThePause() {
        flow(200 * MS, MS / 10);
        now += 300 * MS;
        flow(60 * MS, MS);
        assertEquals(1_000_000, measured(), 50_000);
    }

    @Test
    void shouldNotTakeControlPacketsForTheEndOfAPause() {
        flow(200 * MS, MS / 10);
        for (int i = 0; i < 20; i++) {
            now += GRTT;
            rate.onPacket(60, false, GRTT, now);
        }
        flow(MS / 2, MS / 10);
        assertTrue(measured() > 9_000_000, "measured " + measured());
    }

    @Test
    void shouldMeasureWithAnotherGrtt() {
        flow(500 * MS, MS / 10);
        assertEquals(10_000_000, rate.bytesPerSecond(4, GRTT / 2, now), 600_000);
        assertTrue(rate.bytesPerSecond(4, GRTT * 8, now) > 2_000_000, "some of it is forgotten");
    }

    @Test
    void shouldKnowNothingAtFirst() {
        assertEquals(0, measured());
        assertEquals(0, rate.packetBytes(GRTT, now));
    }
}
