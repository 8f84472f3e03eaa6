package io.uftpengine.core.protocol.cc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PACKET = 1352;

    /** Sends whatever is allowed at {@code nowNs}. */
    private static int burst(Pacer pacer, long nowNs) {
        int sent = 0;
        while (pacer.allows(PACKET, nowNs)) {
            pacer.charge(PACKET, nowNs);
            sent++;
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L, 4_000_000_000L})
    void shouldKeepTheRateOverTenSeconds(long bitsPerSecond) {
        long rate = bitsPerSecond / 8;
        Pacer pacer = new Pacer(rate, 0);
        long packets = 0;
        long now = 0;
        while (now < 10 * SECOND) {
            packets += burst(pacer, now);
            now = pacer.nextNs();
        }
        double ideal = 10.0 * rate / PACKET;
        assertEquals(1.0, packets / ideal, 0.01);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000L, 100_000_000L, 4_000_000_000L})
    void shouldKeepTheRateWhenWokenLateByUpToTheCredit(long bitsPerSecond) {
        long rate = bitsPerSecond / 8;
        Pacer pacer = new Pacer(rate, 0);
        long packets = 0;
        long now = 0;
        long late = 0;
        while (now < 10 * SECOND) {
            packets += burst(pacer, now);
            late = (late + 1_700_000) % 4_000_000;
            now = pacer.nextNs() + late;
        }
        assertEquals(1.0, packets / (10.0 * rate / PACKET), 0.01);
    }

    @Test
    void shouldNeverSendMoreThanOneMillisecondAtOnce() {
        Pacer pacer = new Pacer(125_000_000, 0);
        int first = burst(pacer, 0);
        assertEquals(125_000 / PACKET, first, 1);
        assertFalse(pacer.allows(PACKET, 0));
    }

    @Test
    void shouldSendOnePacketAtATimeWhenItTakesLongerThanTheBurst() {
        Pacer pacer = new Pacer(125_000, 0);
        assertEquals(1, burst(pacer, 0));
        assertEquals(PACKET * 8000L, pacer.nextNs());
        assertFalse(pacer.allows(PACKET, pacer.nextNs() - 1));
        assertEquals(1, burst(pacer, pacer.nextNs()));
    }

    @Test
    void shouldNotCatchUpMoreThanTheCredit() {
        Pacer pacer = new Pacer(125_000_000, 0);
        burst(pacer, 0);
        int caughtUp = burst(pacer, 10 * SECOND);
        long most = Pacer.MAX_CREDIT_NS + Pacer.BURST_NS;
        assertEquals(most * 125 / 1000 / PACKET, caughtUp, 1);
    }

    /** Whoever asks every few microseconds would pay for a system call with each packet or two. */
    @ParameterizedTest
    @ValueSource(longs = {100_000_000L, 1_000_000_000L, 4_000_000_000L})
    void shouldSendWholeBurstsHoweverOftenItIsAsked(long bitsPerSecond) {
        long rate = bitsPerSecond / 8;
        Pacer pacer = new Pacer(rate, 0);
        long packets = burst(pacer, 0);
        int bursts = 1;
        long whole = rate / (SECOND / Pacer.BURST_NS) / PACKET;
        for (long now = 0; now < 10 * SECOND; now += 7_000) {
            int sent = burst(pacer, now);
            if (sent > 0) {
                assertEquals(whole, sent, 2, "at " + now);
                packets += sent;
                bursts++;
            }
        }
        assertEquals(1.0, packets / (10.0 * rate / PACKET), 0.01);
        assertEquals(10_000, bursts, 1_200);
    }

    @Test
    void shouldRestFromARefusalToTheTimeItNames() {
        Pacer pacer = new Pacer(125_000_000, 0);
        burst(pacer, 0);
        long next = pacer.nextNs();
        assertTrue(next > 0 && next <= Pacer.BURST_NS, "in " + next);
        for (long now = 0; now < next; now += 1000) {
            assertFalse(pacer.allows(PACKET, now), "at " + now);
            assertEquals(next, pacer.nextNs());
        }
        assertTrue(pacer.allows(PACKET, next));
    }

    /** What is allowed without a refusal before it is not for the rest: it has not been asked for. */
    @Test
    void shouldNotRestBeforeItIsEmpty() {
        Pacer pacer = new Pacer(125_000_000, 0);
        pacer.charge(PACKET, 0);
        assertTrue(pacer.allows(PACKET, 1));
        burst(pacer, 1);
        pacer.setRate(250_000_000, 2);
        long restUntil = pacer.nextNs();
        assertFalse(pacer.allows(PACKET, 3));
        assertTrue(pacer.allows(PACKET, restUntil));
    }

    @Test
    void shouldGiveNoCreditForIdleTime() {
        Pacer pacer = new Pacer(125_000_000, 0);
        pacer.restart(10 * SECOND);
        assertEquals(125_000 / PACKET, burst(pacer, 10 * SECOND), 1);
    }

    @Test
    void shouldLetControlPacketsDelayOnlyWhatFollows() {
        Pacer pacer = new Pacer(125_000, 0);
        for (int i = 0; i < 10; i++) {
            pacer.charge(1000, 0);
        }
        assertEquals(80_000_000, pacer.nextNs());
        assertFalse(pacer.allows(PACKET, 79_999_999));
        assertTrue(pacer.allows(PACKET, 80_000_000));
    }

    @Test
    void shouldAlwaysAllowWithoutALimit() {
        Pacer pacer = new Pacer(Pacer.UNLIMITED, 0);
        for (int i = 0; i < 1000; i++) {
            assertTrue(pacer.allows(9000, 0));
            pacer.charge(9000, 0);
        }
        assertEquals(0, pacer.intervalNs(9000));
    }

    @Test
    void shouldWorkWithAClockBelowZero() {
        long start = -5 * SECOND;
        Pacer pacer = new Pacer(125_000, start);
        assertEquals(1, burst(pacer, start));
        assertFalse(pacer.allows(PACKET, start + 1));
    }

    @Test
    void shouldFollowANewRate() {
        Pacer pacer = new Pacer(125_000, 0);
        assertEquals(1, burst(pacer, 0));
        pacer.setRate(125_000_000, 0);
        // What has left is paid for at the old rate.
        assertEquals(0, burst(pacer, PACKET * 8000L - Pacer.BURST_NS));
        assertEquals(125_000 / PACKET, burst(pacer, PACKET * 8000L), 1);
    }

    @Test
    void shouldPaceFromNowWhenALimitComes() {
        Pacer pacer = new Pacer(Pacer.UNLIMITED, 0);
        pacer.setRate(125_000, SECOND);
        assertEquals(1, burst(pacer, SECOND));
        pacer.setRate(Pacer.UNLIMITED, SECOND);
        assertTrue(pacer.allows(PACKET, SECOND));
        assertEquals(Pacer.UNLIMITED, pacer.bytesPerSecond());
    }

    @Test
    void shouldLetAMillisecondOrOnePacketIntoOneSendCall() {
        assertEquals(92, new Pacer(125_000_000, 0).packetsAtOnce(PACKET));
        assertEquals(9, new Pacer(12_500_000, 0).packetsAtOnce(PACKET));
        assertEquals(1, new Pacer(125_000, 0).packetsAtOnce(PACKET));
        assertEquals(Integer.MAX_VALUE, new Pacer(Pacer.UNLIMITED, 0).packetsAtOnce(PACKET));
    }

    @Test
    void shouldRefuseARateOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new Pacer(0, 0));
        Pacer pacer = new Pacer(1, 0);
        assertThrows(IllegalArgumentException.class, () -> pacer.setRate(0, 0));
        assertEquals(1, pacer.bytesPerSecond());
    }

    @Test
    void shouldCountWholeIpPackets() throws Exception {
        PacketSize four = PacketSize.to(InetAddress.getByName("230.4.4.1"));
        PacketSize six = PacketSize.to(InetAddress.getByName("ff15::1"));
        assertEquals(1352, four.ofBlock(1300));
        assertEquals(1372, six.ofBlock(1300));
        assertEquals(44 + 308, four.ofMessage(308));
        assertEquals(1380, four.sealed().ofBlock(1300));
    }
}
