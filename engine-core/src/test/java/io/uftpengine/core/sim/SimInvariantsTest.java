package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The simulator notices what it is there to notice. */
class SimInvariantsTest {
    private static final int BLOCK_SIZE = 1000;
    private static final SimFile FILE = SimFile.regular("a", 2500);

    private final EventQueue<TaskResult> tasks = new EventQueue<>(100);
    private final SinkStorage sink = new SinkStorage(Map.of("a", FILE), BLOCK_SIZE, SinkStorage.Disk.SOUND, tasks, 1);
    private final SourceStorage source = new SourceStorage(List.of(FILE), BLOCK_SIZE, SourceStorage.Disk.FAST, tasks);

    private static UftpHeader header(Message message, int sequence) {
        return new UftpHeader(ProtocolVersion.V5, message.function(), sequence, 5, 1, 0, 0, 0);
    }

    private void openSink() {
        sink.open(new Action.OpenFile(1, FileType.REGULAR, "a", "", 2500, 0), 0);
        sink.delivering(tasks.poll());
    }

    private void store(int block, long offset, int length, long digest) {
        sink.store(1, 0, block, offset, length, digest, 0);
    }

    private static long right(long offset, int length) {
        return ContentModel.digest(FILE.contentSeed(), offset, length);
    }

    @Test
    void shouldCommitOnlyAWholeFile() {
        openSink();
        store(0, 0, 1000, right(0, 1000));
        store(1, 1000, 1000, right(1000, 1000));
        assertThrows(SimulationFailure.class, () -> sink.commit(new Action.CommitFile(1), 0));
        store(2, 2000, 500, right(2000, 500));
        assertEquals(0, sink.committed());
        sink.commit(new Action.CommitFile(1), 0);
        assertTrue(sink.isReceiving());
        sink.delivering(tasks.poll());
        assertEquals(1, sink.committed());
        assertThrows(SimulationFailure.class, () -> sink.commit(new Action.CommitFile(1), 0));
    }

    @Test
    void shouldNoticeABlockThatIsWrongTwiceOrElsewhere() {
        openSink();
        assertThrows(SimulationFailure.class, () -> store(0, 0, 1000, right(1000, 1000)));
        assertThrows(SimulationFailure.class, () -> store(1, 0, 1000, right(0, 1000)));
        assertThrows(SimulationFailure.class, () -> store(2, 2000, 1000, right(2000, 1000)));
        store(1, 1000, 1000, right(1000, 1000));
        assertThrows(SimulationFailure.class, () -> store(1, 1000, 1000, right(1000, 1000)));
    }

    @Test
    void shouldNoticeWrongStatuses() {
        openSink();
        store(1, 1000, 1000, right(1000, 1000));
        UpstreamChecks checks = new UpstreamChecks(sink, 5);
        checkStatus(checks, 0, 0, 0);
        assertThrows(SimulationFailure.class, () -> checkStatus(checks, 1, 0, 1), "a block it holds");
        UpstreamChecks more = new UpstreamChecks(sink, 5);
        assertThrows(SimulationFailure.class, () -> checkStatus(more, 0, 1, 0), "no such section");
        UpstreamChecks again = new UpstreamChecks(sink, 5);
        assertThrows(SimulationFailure.class, () -> checkStatus(again, 1, 0, 0), "sequence number");
    }

    private static void checkStatus(UpstreamChecks checks, int sequence, int section, int block) {
        NakBitmap naks = NakBitmap.forBlocks(3);
        naks.set(block);
        Status status = new Status(1, section, List.of(), naks);
        checks.check(header(status, sequence), status);
    }

    @Test
    void shouldNoticeACompleteBeforeTheCommit() {
        openSink();
        UpstreamChecks checks = new UpstreamChecks(sink, 5);
        Complete complete = new Complete(1, CompletionStatus.NORMAL, List.of(), IdList.EMPTY);
        assertThrows(SimulationFailure.class, () -> checks.check(header(complete, 0), complete));
        Complete session = new Complete(0, CompletionStatus.NORMAL, List.of(), IdList.EMPTY);
        UpstreamChecks again = new UpstreamChecks(sink, 5);
        assertThrows(SimulationFailure.class, () -> again.check(header(session, 0), session));
    }

    @Test
    void shouldNoticeASenderThatSendsWhatWasNotGranted() {
        source.open(new Action.OpenSource(1), 0);
        assertThrows(SimulationFailure.class, () -> source.consume(1, 0, 0, 0, 1000));
        source.read(new Action.ReadBlocks(1, 1, 2), 0);
        assertThrows(SimulationFailure.class, () -> source.consume(1, 0, 1, 1000, 1000));
        deliverAll(source);
        assertThrows(SimulationFailure.class, () -> source.consume(1, 0, 0, 0, 1000));
        SourceStorage fresh = new SourceStorage(List.of(FILE), BLOCK_SIZE, SourceStorage.Disk.FAST, tasks);
        fresh.open(new Action.OpenSource(1), 0);
        fresh.read(new Action.ReadBlocks(1, 1, 2), 0);
        deliverAll(fresh);
        assertEquals(right(1000, 1000), fresh.consume(1, 0, 1, 1000, 1000));
        assertEquals(right(2000, 500), fresh.consume(1, 0, 2, 2000, 500));
        assertThrows(SimulationFailure.class, () -> fresh.read(new Action.ReadBlocks(1, 2, 2), 0));
    }

    private void deliverAll(SourceStorage storage) {
        while (tasks.size() > 0) {
            storage.delivering(tasks.poll());
        }
    }

    @Test
    void shouldNoticeADoneThatCrashesTheReference() {
        source.open(new Action.OpenSource(1), 0);
        SenderChecks checks = new SenderChecks(source, BLOCK_SIZE);
        Done done = new Done(1, 0, IdList.of(5));
        assertThrows(SimulationFailure.class, () -> checks.message(header(done, 0), done), "no FILEINFO before");
    }

    @Test
    void shouldTellSeedAndReplayWhenItFails() {
        SimulationFailure failure = assertThrows(SimulationFailure.class, () -> Simulation.with(4711)
                .referenceSender()
                .referenceReceivers()
                .file(1_000_000)
                .limit(Simulation.MILLISECOND)
                .run());
        assertTrue(failure.getMessage().contains("seed 4711"), failure.getMessage());
        assertTrue(
                failure.getMessage()
                        .contains("-Dtest=SimInvariantsTest#shouldTellSeedAndReplayWhenItFails -Dsim.seed=4711"),
                failure.getMessage());
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        assertEquals(mixed(11).traceHash(), mixed(11).traceHash());
        assertNotEquals(mixed(11).traceHash(), mixed(12).traceHash());
    }

    private static SimReport mixed(long seed) {
        return Simulation.with(seed)
                .referenceSender()
                .referenceReceivers()
                .receivers(50)
                .file(300_000)
                .loss(0.05)
                .links(link -> link.withDelay(2 * Simulation.MILLISECOND, Simulation.MILLISECOND)
                        .withDuplication(0.01)
                        .withReordering(0.01, Simulation.MILLISECOND))
                .run();
    }
}
