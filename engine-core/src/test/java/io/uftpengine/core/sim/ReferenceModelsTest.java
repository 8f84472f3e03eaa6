package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.DropReason;
import org.junit.jupiter.api.Test;

/** The models of the reference programs among themselves: they show what was measured of the originals. */
class ReferenceModelsTest {
    private static Simulation reference(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed)).referenceSender().referenceReceivers();
    }

    @Test
    void shouldSendEveryBlockOnceWithoutLoss() {
        SimReport report = reference(1).receivers(3).file(1_000_000).run();
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(3, report.committed());
        assertEquals(770, report.blocks());
        assertEquals(770, report.blocksSent());
        assertEquals(0, report.received(Function.STATUS));
        assertEquals(3, report.receiversIn(ReceiverState.DONE));
    }

    /** Expected for three receivers with independent losses: 1.304 (wire facts 12.1). */
    @Test
    void shouldComeNearTheOptimumAtTenPercentLoss() {
        SimReport report = reference(2).receivers(3).file(20_000_000).loss(0.1).run();
        System.out.println(report);
        assertEquals(3, report.committed());
        assertEquals(1.304, report.overhead(), 0.03);
        assertTrue(report.passes() >= 4 && report.passes() <= 12, report.toString());
    }

    /** The reporting hole costs passes when there are many sections (wire facts 12.1: 29 sections, 22 passes, 1.354). */
    @Test
    void shouldNeedManyPassesForManySections() {
        SimReport report = reference(3)
                .receivers(3)
                .blockSize(512)
                .file(29L * 4096 * 512)
                .rate(100_000_000)
                .grtt(Simulation.SECOND / 20, Simulation.SECOND / 20, 15 * Simulation.SECOND)
                .loss(0.1)
                .run();
        System.out.println(report);
        assertEquals(3, report.committed());
        assertTrue(report.passes() >= 12, report.toString());
    }

    @Test
    void shouldDropWhatIsMoreThanFiveLate() {
        SimReport report = reference(4)
                .receivers(3)
                .file(2_000_000)
                .downlinks(link -> link.withReordering(0.02, 20 * Simulation.MILLISECOND))
                .run();
        assertEquals(3, report.committed());
        assertTrue(report.dropped(DropReason.LATE) > 0, report.toString());
    }

    /** Wire facts 8.4: 1.00 s at the smallest GRTT. */
    @Test
    void shouldLeaveASilentSenderAfterASecond() {
        SimReport report = reference(5)
                .receivers(2)
                .file(20_000_000)
                .killSender(Simulation.SECOND)
                .run();
        assertEquals(SessionOutcome.PEER_LOST, report.receiverOutcome(0));
        assertEquals(SessionOutcome.PEER_LOST, report.receiverOutcome(1));
        assertEquals(2.0, report.seconds(), 0.02);
    }

    @Test
    void shouldLoseOnlyTheReceiverThatDies() {
        SimReport report = reference(6)
                .receivers(10)
                .file(3_000_000)
                .loss(0.05)
                .killAfterBlocks(4, 500)
                .run();
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(ReceiverState.LOST, report.state(4));
        assertEquals(9, report.committed());
        assertEquals(9, report.receiversIn(ReceiverState.DONE));
    }
}
