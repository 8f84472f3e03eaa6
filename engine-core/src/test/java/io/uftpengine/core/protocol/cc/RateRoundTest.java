package io.uftpengine.core.protocol.cc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateRoundTest {
    private static final long MS = 1_000_000;
    private static final int PACKET = 1352;
    private static final int BLOCKS = 100;

    private final RateRound round = new RateRound();
    private long nowNs;

    /** A section of 100 blocks, one a millisecond. */
    private void send(int section) {
        for (int i = 0; i < BLOCKS; i++) {
            round.onSent(section, PACKET, PACKET * 1000.0, nowNs);
            nowNs += MS;
        }
    }

    private RateRoundTest() {
        round.onFile(10, 20 * MS, 0);
    }

    @Test
    void shouldWaitForReportsOnASection() {
        send(0);
        assertFalse(round.isAnswered(nowNs), "not known to be whole");
        round.onSent(1, PACKET, PACKET * 1000.0, nowNs);
        assertFalse(round.isAnswered(nowNs));
        long deadlineNs = round.deadlineNs();
        assertFalse(round.isAnswered(deadlineNs - 1));
        assertTrue(round.isAnswered(deadlineNs));
        assertEquals(99 * MS + 50 * MS, deadlineNs, "the last block, and the first answer's time");
    }

    @Test
    void shouldNotWaitForReportsOnItsOwnSectionWhereTheRoundBeforeCounts() {
        send(0);
        assertFalse(round.isPreviousAnswered(nowNs), "not known to be whole");
        round.onSent(1, PACKET, PACKET * 1000.0, nowNs);
        assertTrue(round.isPreviousAnswered(nowNs));
        round.begin(nowNs);
        send(1);
        round.onSent(2, PACKET, PACKET * 1000.0, nowNs);
        round.onReportDelay(300 * MS);
        assertFalse(round.isPreviousAnswered(nowNs), "who is behind has the time to say so");
        assertFalse(round.isPreviousAnswered(nowNs + 199 * MS));
        assertTrue(round.isPreviousAnswered(nowNs + 200 * MS), "300 ms since the round before");
    }

    @Test
    void shouldNotCountASectionThatLeftMostlyBefore() {
        send(0);
        round.begin(nowNs - 40 * MS);
        round.onSent(1, PACKET, PACKET * 1000.0, nowNs);
        assertFalse(round.isAnswered(nowNs + 50 * MS));
    }

    @Test
    void shouldNotTryForEverWhatIsSlow() {
        for (int i = 0; i < 39; i++) {
            round.onSent(0, PACKET, PACKET * 1000.0, i * 10 * MS);
        }
        assertFalse(round.isAnswered(399 * MS));
        assertTrue(round.isAnswered(400 * MS));
    }

    @Test
    void shouldWaitLongerForWhoIsBehindUntilItIsNotAnyMore() {
        round.onReportDelay(300 * MS);
        send(0);
        round.onSent(1, PACKET, PACKET * 1000.0, nowNs);
        assertFalse(round.isAnswered(nowNs + 290 * MS));
        assertTrue(round.isAnswered(nowNs + 300 * MS));
        for (int i = 0; i < 20; i++) {
            round.onClean();
        }
        assertTrue(round.isAnswered(nowNs + 20 * MS));
    }

    @Test
    void shouldSayWhatWasUsed() {
        send(0);
        assertEquals(PACKET * 1000.0, round.used(nowNs), 1);
    }
}
