package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code -R -1} and {@code --min-rate} in a session. */
class AutoRateTest {
    private static final int A = 0xA;
    private static final int B = 0xB;

    /** Blocks of 1,000 bytes: what one section has. */
    private static final int SECTION = 8000;

    private static final long SECTION_NS = 36 * MS;

    private static SenderHarness sending(long floor) {
        Setup setup = Setup.closed(A, B).file("f", 100_000_000);
        setup.floor = floor;
        SenderHarness host = setup.start();
        host.allRegister(A, B);
        host.run(MS);
        host.ackFileInfo(A, 1, 0);
        host.ackFileInfo(B, 1, 0);
        return host;
    }

    private static void reportMost(SenderHarness host, int from, int section) {
        host.status(
                from, 1, section, SECTION, IntStream.range(0, SECTION * 3 / 4).toArray());
    }

    @Test
    void shouldBeginWithTwoGigabits() {
        SenderHarness host = sending(0);
        host.run(20 * MS);
        assertEquals(250_000_000L, host.session.view().rateBytesPerSecond());
        assertEquals(250_000_000 / 50 / 1052.0, host.session.view().blocksSent(), 250);
    }

    @Test
    void shouldFallToWhatAReceiverTakes() {
        SenderHarness host = sending(0);
        host.run(150 * MS);
        long before = host.session.view().rateBytesPerSecond();
        reportMost(host, B, 0);
        assertTrue(host.session.view().rateBytesPerSecond() < before / 2);
        assertEquals(ReceiverState.ACTIVE, host.participant(B).state());
    }

    @Test
    void shouldDropOnlyWhoDoesNotKeepUpWithTheFloorInSectionsInARow() {
        SenderHarness host = sending(250_000_000);
        host.run(SECTION_NS + 20 * MS);
        reportMost(host, B, 0);
        assertEquals(250_000_000L, host.session.view().rateBytesPerSecond(), "not below the floor");
        // Not in a row: section 1 was whole.
        host.run(2 * SECTION_NS);
        reportMost(host, B, 2);
        host.run(SECTION_NS);
        reportMost(host, B, 3);
        assertEquals(ReceiverState.ACTIVE, host.participant(B).state());
        host.run(SECTION_NS);
        reportMost(host, B, 4);
        assertEquals(ReceiverState.ABORTED, host.participant(B).state());
        assertTrue(
                host.participant(B).reason().contains("--min-rate"),
                host.participant(B).reason());
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertEquals(1, host.aborts().size());
    }
}
