package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.storage.OpenRequest;
import io.uftpengine.core.storage.OpenResult;
import io.uftpengine.core.storage.RawName;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.storage.StoragePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one small file costs in ways between the event loop and the disk thread, and that it ends exactly once. */
class IncomingFileTest implements IncomingFile.Listener {
    private static final int BLOCK = 1300;
    private static final int BLOCKS = 4;

    @TempDir
    Path destination;

    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<OpenResult> openings = new ArrayList<>();
    private final List<Throwable> defects = new ArrayList<>();
    private final List<TaskResult> answers = new ArrayList<>();
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final StagingPool pool = new StagingPool(memory, 1 << 20);
    private boolean loopGone;
    /** Not null when it is: what the disk thread does first. */
    private Runnable diskGone;

    private int ended;
    private ReceiverStorage storage;
    private IncomingFile file;

    @BeforeEach
    void openAFile() {
        storage = new ReceiverStorage(List.of(destination), StoragePolicy.SAFE, 1);
        file = open("f");
        openIt();
    }

    private IncomingFile open(String name) {
        IncomingFile opened = new IncomingFile(
                1,
                () -> storage.open(OpenRequest.file(1, 1, RawName.of(name), BLOCK * BLOCKS, 0)),
                pool,
                this::toDisk,
                this::toLoop,
                this);
        opened.open();
        return opened;
    }

    private void toDisk(Runnable task) {
        if (diskGone != null) {
            diskGone.run();
            throw new RejectedExecutionException();
        }
        disk.add(task);
    }

    private void toLoop(Runnable task) {
        if (loopGone) {
            throw new RejectedExecutionException();
        }
        loop.add(task);
    }

    /** A receiver that is torn down while a FILEINFO is in its socket. */
    @Test
    void shouldEndAFileThatComesWhenTheDiskIsGone() {
        diskGone = () -> {};
        IncomingFile late = open("late");
        late.discard();
        assertEquals(1, ended);
        assertEquals(List.of(), openings);
    }

    private void openIt() {
        assertEquals(1, runAll(disk));
        assertEquals(1, runAll(loop));
        assertInstanceOf(OpenResult.Receive.class, openings.remove(0));
    }

    @Override
    public void onOpened(int fileId, OpenResult result) {
        openings.add(result);
    }

    @Override
    public void onResult(TaskResult result) {
        answers.add(result);
    }

    @Override
    public void onDefect(Throwable defect) {
        defects.add(defect);
    }

    @Override
    public void onEnded() {
        ended++;
    }

    @AfterEach
    void close() {
        pool.close();
        if (storage != null) {
            storage.close();
        }
        while (!disk.isEmpty() || !loop.isEmpty()) {
            (disk.isEmpty() ? loop : disk).remove().run();
        }
        assertEquals(0, memory.metric().usedDirectMemory());
        if (!loopGone) {
            assertEquals(0, pool.heldBytes());
        }
    }

    private void stageAll() {
        ByteBuf data = Unpooled.wrappedBuffer(new byte[BLOCK]);
        for (int i = 0; i < BLOCKS; i++) {
            assertTrue(file.reserve(BLOCK));
            file.stage((long) i * BLOCK, data, 0, BLOCK);
        }
    }

    private static int runAll(Queue<Runnable> tasks) {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    @Test
    void shouldBeWrittenAndPutInPlaceOnOneVisitToTheDiskThread() throws IOException {
        stageAll();
        file.commit();

        // The loop does not run in between: a write and the commit, and one answer.
        assertEquals(2, runAll(disk));
        assertArrayEquals(new byte[BLOCK * BLOCKS], Files.readAllBytes(destination.resolve("f")));
        assertEquals(1, runAll(loop));
        assertEquals(0, disk.size());
        assertInstanceOf(TaskResult.FileCommitted.class, answers.get(0));
        assertEquals(1, answers.size());
        assertEquals(1, ended);
    }

    @Test
    void shouldBePutInPlaceBehindAWriteUnderWay() {
        stageAll();
        file.flush();
        file.commit();

        assertEquals(2, runAll(disk));
        runAll(loop);
        assertInstanceOf(TaskResult.FileCommitted.class, answers.get(0));
        assertEquals(1, ended);
    }

    @Test
    void shouldBeThrownAwayWhenTheDiskThreadHasNotBegunToCommit() {
        stageAll();
        file.commit();
        file.discard();
        file.discard();
        runAll(disk);
        runAll(loop);

        assertEquals(0, destination.toFile().list().length);
        assertEquals(List.of(), answers);
        assertEquals(1, ended);
    }

    @Test
    void shouldStayWhenItIsInPlaceAlready() {
        stageAll();
        file.commit();
        runAll(disk);
        file.discard();
        runAll(loop);

        assertTrue(Files.exists(destination.resolve("f")));
        assertEquals(1, answers.size());
        assertEquals(0, disk.size());
        assertEquals(1, ended);
    }

    @Test
    void shouldBeThrownAwayBeforeItIsWhole() {
        stageAll();
        file.flush();
        file.discard();
        runAll(disk);
        runAll(loop);
        runAll(disk);
        runAll(loop);

        assertEquals(0, destination.toFile().list().length);
        assertEquals(List.of(), answers);
        assertEquals(1, ended);
    }

    @Test
    void shouldNeverBePutInPlaceWhenAWriteFailed() {
        ByteBuf data = Unpooled.wrappedBuffer(new byte[BLOCK]);
        assertTrue(file.reserve(BLOCK));
        // Behind the end of the file, which the sink refuses as a disk would.
        file.stage((long) BLOCKS * BLOCK, data, 0, BLOCK);
        file.commit();
        runAll(disk);
        runAll(loop);

        assertEquals(0, destination.toFile().list().length);
        assertInstanceOf(TaskResult.FileFailed.class, answers.get(0));
        assertEquals(1, answers.size());
        file.discard();
        assertEquals(0, runAll(disk) + runAll(loop));
        assertEquals(1, ended);
    }

    /** A second file, all of which comes before the disk thread has looked at it. */
    private void stageAllOf(String name) {
        file.discard();
        runAll(disk);
        runAll(loop);
        ended = 0;
        file = open(name);
        stageAll();
    }

    @Test
    void shouldBeOpenedWrittenAndPutInPlaceOnOneVisitToTheDiskThread() throws IOException {
        stageAllOf("g");
        file.commit();

        assertEquals(3, runAll(disk));
        assertArrayEquals(new byte[BLOCK * BLOCKS], Files.readAllBytes(destination.resolve("g")));
        assertEquals(1, runAll(loop));
        assertInstanceOf(OpenResult.Receive.class, openings.get(0));
        assertInstanceOf(TaskResult.FileCommitted.class, answers.get(0));
        assertEquals(List.of(1, 1, 1), List.of(openings.size(), answers.size(), ended));
    }

    @Test
    void shouldKeepBlocksUntilItIsOpen() throws IOException {
        stageAllOf("g");
        file.flush();
        assertEquals(2, runAll(disk));
        runAll(loop);
        assertEquals(1, openings.size());
        file.commit();
        runAll(disk);
        runAll(loop);

        assertArrayEquals(new byte[BLOCK * BLOCKS], Files.readAllBytes(destination.resolve("g")));
        assertEquals(List.of(1, 1), List.of(answers.size(), ended));
    }

    @Test
    void shouldThrowBlocksAwayOfAFileThatIsNotToBe() throws IOException {
        Files.createDirectories(destination.resolve("g/h"));
        for (boolean committed : new boolean[] {false, true}) {
            stageAllOf("g");
            if (committed) {
                file.commit();
            } else {
                file.flush();
            }
            runAll(disk);
            runAll(loop);

            assertInstanceOf(OpenResult.Rejected.class, openings.remove(0));
            assertEquals(List.of(), answers);
            assertEquals(List.of(0, 1), List.of(openings.size(), ended));
            assertFalse(file.reserve(BLOCK));
        }
    }

    @Test
    void shouldBeThrownAwayBeforeItIsOpen() {
        stageAllOf("g");
        file.discard();
        runAll(disk);
        runAll(loop);

        assertEquals(0, destination.toFile().list().length);
        assertEquals(List.of(0, 0, 1), List.of(openings.size(), answers.size(), ended));
    }

    @Test
    void shouldTellOfADefectOfTheDiskThread() {
        stageAllOf("g");
        storage = null;
        runAll(disk);
        runAll(loop);

        assertEquals(List.of(0, 1, 1), List.of(answers.size(), defects.size(), ended));
    }

    /** The receiver was closed, and the disk took longer than anybody waits: the file is whole all the same. */
    @Test
    void shouldGiveItsMemoryBackWhenTheLoopEndsBeforeTheCommit() throws IOException {
        stageAll();
        file.commit();
        loopGone = true;
        assertEquals(2, runAll(disk));

        assertArrayEquals(new byte[BLOCK * BLOCKS], Files.readAllBytes(destination.resolve("f")));
        assertEquals(List.of(0, 0), List.of(answers.size(), ended));
    }

    @Test
    void shouldGiveItsMemoryBackWhenTheLoopEndsBeforeItIsOpen() {
        stageAllOf("g");
        file.flush();
        file.discard();
        loopGone = true;
        runAll(disk);

        assertEquals(0, destination.toFile().list().length);
        assertEquals(List.of(0, 0, 0), List.of(openings.size(), answers.size(), ended));
    }

    /** The last task comes too late for the disk thread, a write does not. */
    @Test
    void shouldEndWhenTheDiskThreadTakesNoLastTask() {
        stageAllOf("g");
        file.flush();
        diskGone = () -> {};
        file.commit();
        assertEquals(List.of(0, 1), List.of(answers.size(), ended));
        runAll(disk);
        runAll(loop);
        assertEquals(List.of(0, 1), List.of(answers.size(), ended));
    }

    /** The same, when the disk thread has opened the file in the meantime. */
    @Test
    void shouldTellOfTheOpeningWhenTheDiskThreadTakesNoLastTask() {
        stageAllOf("g");
        file.flush();
        diskGone = () -> assertEquals(2, runAll(disk));
        file.commit();
        assertEquals(List.of(1, 0, 1), List.of(openings.size(), answers.size(), ended));
    }
}
