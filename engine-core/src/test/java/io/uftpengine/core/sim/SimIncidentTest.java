package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.TaskResult.OpenOutcome;
import io.uftpengine.core.protocol.sender.SenderParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that die, sleep, start late or have trouble with their disks. */
class SimIncidentTest {
    private static final long SECOND = Simulation.SECOND;
    private static final long MILLISECOND = Simulation.MILLISECOND;

    private static Simulation scenario(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed));
    }

    private static void assertOthersDone(SimReport report, int receivers, int except, int files) {
        for (int i = 0; i < receivers; i++) {
            if (i != except) {
                Scenarios.assertDone(report, i, files);
            }
        }
        assertEquals(receivers - 1, report.receiversIn(ReceiverState.DONE), report.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 1500})
    void shouldLoseOnlyTheReceiverThatDies(int afterBlocks) {
        SimReport report = scenario(1)
                .receivers(20)
                .file(2_000_000)
                .loss(0.05)
                .killAfterBlocks(7, afterBlocks)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(ReceiverState.LOST, report.state(7));
        assertEquals(FileOutcome.LOST, report.result(7, 1));
        assertNull(report.receiverOutcome(7));
        assertOthersDone(report, 20, 7, 1);
        // It is given up within robust * 3 * GRTT and the patience of two seconds.
        assertTrue(report.senderSeconds() < 8, report.toString());
    }

    @Test
    void shouldNotTakeBackAReceiverThatReboots() {
        SimReport report = scenario(2)
                .receivers(5)
                .files(2, 5_000_000)
                .reboot(3, 300 * MILLISECOND)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(ReceiverState.LOST, report.state(3));
        assertOthersDone(report, 5, 3, 2);
    }

    /** The receiver is back before it is missed; its process stood still. */
    @Test
    void shouldKeepAReceiverThatSleepsForLessThanASecond() {
        SimReport report = scenario(3)
                .receivers(5)
                .file(10_000_000)
                .pause(2, 200 * MILLISECOND, 900 * MILLISECOND)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 5, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndReceiversSoonAfterTheSenderDies(boolean reference) {
        Simulation simulation = scenario(4).receivers(10).file(20_000_000).loss(0.02);
        if (reference) {
            simulation.referenceReceivers();
        }
        SimReport report = simulation.killSender(SECOND).run();
        System.out.println(report);
        for (int i = 0; i < 10; i++) {
            assertEquals(SessionOutcome.PEER_LOST, report.receiverOutcome(i));
            assertEquals(0, report.committed(i));
            assertEquals(1, report.discarded(i));
        }
        // GRTT is at its smallest, so max(1 s, robust * GRTT) is one second.
        assertTrue(report.seconds() <= 1 + 1 + 2, report.toString());
    }

    @Test
    void shouldEndReceiversWhenTheSenderDiesBeforeItConfirmsThem() {
        SimReport report = scenario(5)
                .receivers(10)
                .file(20_000_000)
                .dropping(Function.REG_CONF, 100, 0)
                .killSender(10 * MILLISECOND)
                .grtt(SECOND / 50, SECOND / 100, SECOND)
                .run();
        for (int i = 0; i < 10; i++) {
            assertEquals(SessionOutcome.PEER_LOST, report.receiverOutcome(i));
        }
        // 5 * robust * GRTT.
        assertTrue(report.seconds() <= 2.5, report.toString());
    }

    @Test
    void shouldOutlastAPartitionThatHeals() {
        SimReport report = scenario(6)
                .receivers(6)
                .file(10_000_000)
                .links(link -> link)
                .downlink(1, link -> link.withPartition(300 * MILLISECOND, 900 * MILLISECOND))
                .uplink(1, link -> link.withPartition(300 * MILLISECOND, 900 * MILLISECOND))
                .downlink(4, link -> link.withPartition(700 * MILLISECOND, 1300 * MILLISECOND))
                .uplink(4, link -> link.withPartition(700 * MILLISECOND, 1300 * MILLISECOND))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 6, 1);
    }

    @Test
    void shouldServeAnOpenGroup() {
        SimReport report = scenario(7)
                .receivers(30)
                .openGroup()
                .files(2, 500_000)
                .loss(0.05)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 30, 2);
        assertEquals(20, report.sent(Function.ANNOUNCE));
    }

    @Test
    void shouldAdmitALateReceiverWhileAnnouncing() {
        SimReport report = scenario(8)
                .receivers(5)
                .openGroup()
                .file(500_000)
                .startAt(2, 1600 * MILLISECOND)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 5, 1);
    }

    /** Nothing is announced any more then (T23). */
    @Test
    void shouldLeaveOutAReceiverThatStartsWhenDataFlows() {
        SimReport report = scenario(9)
                .receivers(5)
                .openGroup()
                .file(50_000_000)
                .startAt(2, 4 * SECOND)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertNull(report.state(2));
        assertEquals(0, report.committed(2));
        assertOthersDone(report, 5, 2, 1);
    }

    @Test
    void shouldGoOnWithoutAListedReceiverThatIsNeverThere() {
        SimReport report = scenario(10)
                .receivers(4)
                .file(500_000)
                .kill(1, 0)
                .grtt(SECOND / 10, SECOND / 100, SECOND)
                .run();
        System.out.println(report);
        assertEquals(ReceiverState.MUTE, report.state(1));
        assertOthersDone(report, 4, 1, 1);
    }

    @Test
    void shouldEndWhenNobodyAnswers() {
        SimReport report = scenario(11)
                .receivers(3)
                .file(500_000)
                .dropping(Function.ANNOUNCE, 0, 1)
                .run();
        assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, report.senderOutcome());
        assertEquals(0, report.blocksSent());
        SimReport silent = scenario(12)
                .receivers(3)
                .file(500_000)
                .dropping(Function.FILEINFO_ACK, 0, 1)
                .run();
        assertEquals(SessionOutcome.NO_FILEINFO_ANSWER, silent.senderOutcome());
        assertEquals(0, silent.blocksSent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepReceiversWhileTheSendersDiskStandsStill(boolean reference) {
        Simulation simulation = scenario(13).receivers(5).files(2, 5_000_000);
        if (reference) {
            simulation.referenceReceivers();
        }
        SimReport report = simulation.senderDiskStalls(1000, 8 * SECOND).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 5, 2);
        assertTrue(report.senderSeconds() > 16, report.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepReceiversWhileFilesAreSlowToOpen(boolean reference) {
        Simulation simulation = scenario(14).receivers(5).files(3, 100_000);
        if (reference) {
            simulation.referenceReceivers();
        }
        SimReport report = simulation.senderDisk(5 * SECOND, 0, 0).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 5, 3);
    }

    @Test
    void shouldSendNoFasterThanTheDiskReads() {
        SimReport report = scenario(15)
                .receivers(3)
                .file(5_000_000)
                .senderDisk(0, 0, 1_000_000)
                .rate(SenderParameters.UNLIMITED_RATE)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.senderSeconds() >= 5, report.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {3 * SECOND, 12 * SECOND})
    void shouldWaitForReceiversThatAreSlowToCommit(long commitNs) {
        SimReport report = scenario(16)
                .receivers(3)
                .files(2, 500_000)
                .loss(0.02)
                .receiverDisks(MILLISECOND, commitNs)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 2);
    }

    @Test
    void shouldHarmNobodyElseWhenADiskIsFull() {
        SimReport report = scenario(17)
                .receivers(6)
                .files(2, 2_000_000)
                .loss(0.03)
                .diskFull(3, 1_000_000)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(SessionOutcome.FAILED, report.receiverOutcome(3));
        assertEquals(ReceiverState.ABORTED, report.state(3));
        assertEquals(FileOutcome.ABORTED, report.result(3, 1));
        assertEquals(0, report.committed(3));
        assertOthersDone(report, 6, 3, 2);
    }

    @Test
    void shouldResendWhatStagingRefuses() {
        SimReport report =
                scenario(18).receivers(3).file(2_000_000).stagingRefuses(1, 0.2).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, 3, 1);
        assertTrue(report.blocksRefused(1) > 200, report.toString());
        assertTrue(report.overhead() <= Scenarios.expectedSends(1, 0.2) * 1.04, report.toString());
    }

    @Test
    void shouldTellARejectionFromASuccess() {
        SimReport report = scenario(19)
                .receivers(3)
                .files(2, 300_000)
                .opensAs(1, OpenOutcome.REJECTED)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(FileOutcome.REJECTED, report.result(1, 1));
        assertEquals(FileOutcome.REJECTED, report.result(1, 2));
        assertEquals(FileOutcome.COPY, report.result(0, 1));
        assertEquals(0, report.committed(1));
        assertEquals(4, report.committed());
        assertEquals(3, report.receiversIn(ReceiverState.DONE));
    }

    @Test
    void shouldDeliverNothingWhenAllReject() {
        SimReport report =
                scenario(20).file(300_000).opensAs(0, OpenOutcome.REJECTED).run();
        assertEquals(SessionOutcome.NOTHING_DELIVERED, report.senderOutcome());
        assertEquals(0, report.blocksSent());
    }

    /** A file that changed while it was sent must not be reported as a success anywhere. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldNeverCallAChangedSourceASuccess(int changing) {
        Simulation simulation = scenario(21).receivers(4).loss(0.02);
        for (int i = 1; i <= 2; i++) {
            SimFile file = SimFile.regular("file-" + i, 500_000);
            simulation.file(i == changing ? file.withFault(SimFile.Fault.CHANGES, 100) : file);
        }
        SimReport report = simulation.run();
        System.out.println(report);
        assertEquals(SessionOutcome.ALL_LOST, report.senderOutcome());
        assertFalse(report.fileOutcome(changing).isSuccess());
        for (int i = 0; i < 4; i++) {
            assertFalse(report.result(i, changing) != null
                    && report.result(i, changing).isSuccess());
            assertNotEquals(SessionOutcome.COMPLETED, report.receiverOutcome(i));
        }
    }

    @Test
    void shouldNotSucceedWhenTheSourceCannotBeReadToItsEnd() {
        SimReport report = scenario(22)
                .receivers(4)
                .file(SimFile.regular("file-1", 500_000).withFault(SimFile.Fault.READ_FAILS, 200))
                .run();
        assertEquals(SessionOutcome.ALL_LOST, report.senderOutcome());
        assertEquals(0, report.committed());
        for (int i = 0; i < 4; i++) {
            assertEquals(SessionOutcome.ABORTED_BY_PEER, report.receiverOutcome(i));
        }
    }

    @Test
    void shouldSkipASourceThatCannotBeOpened() {
        SimReport report = scenario(23)
                .receivers(2)
                .file(100_000)
                .file(SimFile.regular("broken", 500_000).withFault(SimFile.Fault.UNUSABLE, 0))
                .file(100_000)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.COMPLETED, report.senderOutcome());
        assertEquals(4, report.committed());
        assertFalse(report.fileOutcome(2).isSuccess());
    }

    @Test
    void shouldQuitWhenOneFailsIfAskedTo() {
        SimReport report = scenario(24)
                .receivers(5)
                .file(20_000_000)
                .quitOnError()
                .diskFull(3, 1_000_000)
                .run();
        System.out.println(report);
        assertEquals(SessionOutcome.ALL_LOST, report.senderOutcome());
        for (int i = 0; i < 5; i++) {
            assertEquals(i == 3 ? SessionOutcome.FAILED : SessionOutcome.ABORTED_BY_PEER, report.receiverOutcome(i));
        }
        assertEquals(0, report.committed());
        assertTrue(report.senderSeconds() < 1, report.toString());
    }

    @Test
    void shouldGiveUpAfterTheMostPasses() {
        SimReport report = scenario(25)
                .receivers(3)
                .file(1_000_000)
                .downlink(2, link -> link.withLoss(0.5))
                .maxPasses(3)
                .run();
        System.out.println(report);
        assertEquals(3, report.passes());
        assertEquals(ReceiverState.ABORTED, report.state(2));
        // Half of the ABORTs are lost, too.
        assertTrue(
                report.receiverOutcome(2) == SessionOutcome.ABORTED_BY_PEER
                        || report.receiverOutcome(2) == SessionOutcome.PEER_LOST,
                report.toString());
        assertOthersDone(report, 3, 2, 1);
    }

    @Test
    void shouldEndEverybodyWhenTheUserInterrupts() {
        SimReport report = scenario(26)
                .receivers(10)
                .file(20_000_000)
                .interrupt(500 * MILLISECOND)
                .run();
        assertEquals(SessionOutcome.INTERRUPTED, report.senderOutcome());
        for (int i = 0; i < 10; i++) {
            assertEquals(SessionOutcome.ABORTED_BY_PEER, report.receiverOutcome(i));
        }
        assertTrue(report.seconds() < 0.6, report.toString());
    }
}
