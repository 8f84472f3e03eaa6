package io.uftpengine.core.protocol.cc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rate against a receiver that is a number: it takes so many bytes a second, and what does not fit its buffer is lost. */
class KeepUpRateTest {
    private static final long MS = 1_000_000;
    private static final int BLOCK = 1300;
    private static final int PACKET = 1352;
    private static final int SECTION = 10_000;
    private static final int SECTIONS = 2000;

    /** A packet's time at the first rate. */
    private static final long PACKET_NS = PACKET * 1_000_000_000L / KeepUpRate.FIRST;

    private static final long REPORT_NS = 12 * MS;

    private record Report(long atNs, int section, int naks) {}

    private final KeepUpRate rate = new KeepUpRate(0);
    private final LossBaseline baseline = new LossBaseline();
    private final Queue<Report> reports = new ArrayDeque<>();
    private long nowNs;
    private double capacity;
    private double bufferBytes = 8_000_000;
    private double queued;
    private double lossAtAnyRate;
    private double lossDue;
    private int block;
    private int naks;
    private long sent;
    private long lost;
    private boolean keepsUp = true;

    private KeepUpRateTest() {
        rate.onFile(SECTIONS, 0, 0);
    }

    /** A millisecond at a time, as the pacer does it. */
    private void run(long ms) {
        sent = 0;
        lost = 0;
        for (long end = nowNs + ms * MS; nowNs < end; nowNs += MS) {
            while (!reports.isEmpty() && reports.peek().atNs() <= nowNs) {
                Report report = reports.remove();
                keepsUp &= rate.onReport(baseline, report.section(), report.naks(), nowNs);
            }
            rate.onTimeout(nowNs);
            double due = rate.bytesPerSecond() / 1000.0 / PACKET;
            for (int i = 0; i < Math.max(1, Math.round(due)); i++) {
                send(nowNs + (long) (i * MS / due));
            }
            queued = Math.max(0, queued - capacity / 1000);
        }
    }

    private void send(long atNs) {
        int section = block / SECTION;
        rate.onSent(section, PACKET, atNs);
        sent++;
        lossDue += lossAtAnyRate;
        if (lossDue >= 1) {
            lossDue--;
            naks++;
        } else if (queued + PACKET > bufferBytes) {
            naks++;
            lost++;
        } else {
            queued += PACKET;
        }
        if (++block % SECTION == 0) {
            if (naks > 0) {
                reports.add(new Report(atNs + REPORT_NS, section, naks));
            }
            naks = 0;
        }
    }

    private double share() {
        return rate.bytesPerSecond() / capacity;
    }

    @ParameterizedTest
    @ValueSource(doubles = {20e6, 100e6, 500e6, 1000e6})
    void shouldSettleNearWhatTheReceiverTakes(double bytesPerSecond) {
        capacity = bytesPerSecond;
        run(8000);
        run(8000);
        double used = sent * PACKET / 8.0 / capacity;
        assertTrue(used > 0.9, "uses " + used);
        assertTrue(keepsUp, "without a floor everybody does");
        // Below a section's time, 0.7 s at 20 MB/s, nothing is heard.
        double most = capacity < 50e6 ? 0.05 : capacity < 200e6 ? 0.004 : 0.0005;
        assertTrue(lost < sent * most, lost + " of " + sent + " lost");
    }

    @Test
    void shouldDoubleWithoutWaitingForMoreThanTheRoundBefore() {
        capacity = 1400e6;
        bufferBytes = 4e6;
        run(100);
        assertEquals(1e9, rate.bytesPerSecond(), 1);
        assertEquals(0, lost);
        run(900);
        long arrived = (sent - lost) * PACKET;
        assertTrue(arrived > 0.95 * 0.9 * capacity, arrived + " bytes");
    }

    /** Two gigabytes, which a program that sends as fast as it can brings there in 1.49 s. */
    @ParameterizedTest
    @CsvSource({"4000000, 1606", "8000000, 1600"})
    void shouldLoseLittleTimeInTheBeginning(double buffer, int mostMs) {
        capacity = 1400e6;
        bufferBytes = buffer;
        long arrived = 0;
        while (arrived < 2e9) {
            run(1);
            arrived += (sent - lost) * BLOCK;
        }
        assertTrue(nowNs / MS <= mostMs, nowNs / MS + " ms");
    }

    /** A stop that costs a section and more, once the rate has settled. */
    @Test
    void shouldComeBackToAKnownCeilingAfterAStop() {
        capacity = 125e6;
        bufferBytes = 4e6;
        run(4000);
        capacity = 0;
        run(200);
        capacity = 125e6;
        run(1000);
        run(1000);
        assertTrue(sent * PACKET > 0.8 * capacity, sent * PACKET + " bytes/s");
        assertEquals(0, lost);
    }

    /** What was sent again is in a queue still: a report that lists it as missing says nothing of the rate. */
    @Test
    void shouldNotTakeALateReportForOneOnWhatWasSentAgain() {
        rate.onPass(0);
        sendSection(0);
        nowNs += 80 * MS;
        assertTrue(rate.onReport(baseline, 0, SECTION / 20, nowNs));
        rate.onPass(nowNs);
        baseline.onPass();
        sendSection(0);
        long before = rate.bytesPerSecond();
        rate.onReport(baseline, 0, SECTION / 2, nowNs + 20 * MS);
        assertEquals(before, rate.bytesPerSecond());
        rate.onReport(baseline, 0, SECTION / 2, nowNs + 70 * MS);
        assertTrue(rate.bytesPerSecond() < before);
    }

    /** A stop of 6 ms, which is 3 ms more than its buffer holds. */
    @Test
    void shouldNotFallFarForAShortStop() {
        capacity = 1400e6;
        bufferBytes = 4e6;
        run(500);
        double before = share();
        capacity = 0;
        run(6);
        capacity = 1400e6;
        run(40);
        assertTrue(lost > 0, "the stop was long enough");
        assertTrue(share() > 0.75 * before, before + " fell to " + share());
    }

    /** As a program that is compiled while it runs: a tenth of what it takes in the end, for the first second. */
    @Test
    void shouldFindTheRateOfAReceiverThatBeginsSlowly() {
        for (int tenth = 0; tenth < 10; tenth++) {
            capacity = 40e6 + tenth * 33e6;
            run(100);
        }
        capacity = 370e6;
        run(500);
        run(500);
        double used = sent * PACKET / 0.5 / capacity;
        assertTrue(used > 0.85, "uses " + used);
        run(3000);
        assertTrue(lost < sent * 0.004, lost + " of " + sent + " lost");
        assertTrue(sent * PACKET / 3.0 > 0.9 * capacity, "uses " + sent * PACKET / 3.0 / capacity);
    }

    /** Its process does not run for 20 ms, a few times a second: its buffer, 4 MB, then holds what comes at 200 MB/s. */
    @Test
    void shouldSendWhatTheBufferHoldsOfAReceiverThatStandsStillNowAndThen() {
        bufferBytes = 4e6;
        long sentInAll = 0;
        for (int i = 0; i < 16; i++) {
            capacity = 600e6;
            run(230);
            sentInAll += sent - lost;
            capacity = 0;
            run(20);
            sentInAll += sent - lost;
        }
        assertTrue(sentInAll * PACKET / 4.0 > 185e6, sentInAll * PACKET / 4.0 + " bytes/s arrived");
    }

    @Test
    void shouldFollowAReceiverThatGetsFaster() {
        capacity = 100e6;
        run(2000);
        capacity = 600e6;
        run(4000);
        assertTrue(share() > 0.6, "share " + share());
    }

    @Test
    void shouldNotTakeLossAtAnyRateForAReceiverThatIsSlow() {
        capacity = 2000e6;
        lossAtAnyRate = 0.1;
        run(3000);
        assertTrue(rate.bytesPerSecond() > 500_000_000, rate.bytesPerSecond() + " bytes/s");
    }

    @Test
    void shouldNotRiseWhileSomethingElseIsTheLimit() {
        for (int step = 0; step < 100; step++) {
            nowNs += KeepUpRate.MIN_ANSWER_NS;
            for (int i = 0; i < 100; i++) {
                rate.onSent(0, PACKET, nowNs);
            }
            rate.onTimeout(nowNs);
        }
        assertEquals(KeepUpRate.FIRST, rate.bytesPerSecond());
    }

    @Test
    void shouldRiseAgainFromTheLowestRate() {
        capacity = 100e6;
        bufferBytes = 0;
        run(2000);
        bufferBytes = 8_000_000;
        run(4000);
        assertTrue(rate.bytesPerSecond() > 20_000_000, rate.bytesPerSecond() + " bytes/s");
    }

    @Test
    void shouldCountAReportOncePerPass() {
        sendSection(0);
        assertTrue(rate.onReport(baseline, 0, SECTION / 2, nowNs));
        long once = rate.bytesPerSecond();
        assertTrue(once < KeepUpRate.FIRST);
        assertTrue(rate.onReport(baseline, 0, SECTION / 2, nowNs));
        assertEquals(once, rate.bytesPerSecond());
        rate.onPass(nowNs);
        baseline.onPass();
        assertTrue(rate.onReport(baseline, 0, SECTION / 2, nowNs), "of a section that was not sent in this pass");
        assertEquals(once, rate.bytesPerSecond());
    }

    @Test
    void shouldNotFallForWhatLeftSlowlyForOtherReasons() {
        for (int i = 0; i < SECTION; i++) {
            rate.onSent(0, PACKET, i * 100_000L);
        }
        nowNs = SECTION * 100_000L;
        rate.onReport(baseline, 0, SECTION / 10, nowNs);
        assertEquals(KeepUpRate.FIRST, rate.bytesPerSecond());
    }

    @Test
    void shouldNotStopForAReceiverThatTookNothing() {
        sendSection(0);
        rate.onReport(baseline, 0, SECTION, nowNs);
        assertEquals(KeepUpRate.FIRST / 4, rate.bytesPerSecond(), KeepUpRate.FIRST / 100);
    }

    private void sendSection(int section) {
        for (int i = 0; i < SECTION; i++) {
            rate.onSent(section, PACKET, nowNs + i * PACKET_NS);
        }
        nowNs += SECTION * PACKET_NS;
    }

    @ParameterizedTest
    @CsvSource({"250000000, false", "20000000, true", "0, true"})
    void shouldSayWhoDoesNotKeepUpWithTheFloor(long floor, boolean isEnough) {
        KeepUpRate withFloor = new KeepUpRate(floor);
        withFloor.onFile(SECTIONS, 0, 0);
        long intervalNs = (long) (PACKET * 1e9 / Math.max(floor, KeepUpRate.FIRST));
        for (int i = 0; i < SECTION; i++) {
            withFloor.onSent(0, PACKET, i * intervalNs);
        }
        boolean enough = withFloor.onReport(baseline, 0, SECTION / 2, SECTION * intervalNs);
        assertEquals(isEnough, enough, "half of what was sent at the floor, or far above it, arrived");
        assertTrue(withFloor.bytesPerSecond() >= floor);
        assertFalse(withFloor.bytesPerSecond() > Math.max(floor, KeepUpRate.FIRST));
    }
}
