package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.storage.FileSink;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one small file costs in ways between the event loop and the disk thread, and that it ends exactly once. */
class IncomingFileTest {
    private static final int BLOCK = 1300;
    private static final int BLOCKS = 4;

    @TempDir
    Path destination;

    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<TaskResult> answers = new ArrayList<>();
    private final StagingPool pool = new StagingPool(UnpooledByteBufAllocator.DEFAULT, 1 << 20);
    private int ended;
    private ReceiverStorage storage;
    private IncomingFile file;

    @BeforeEach
    void open() {
        storage = new ReceiverStorage(List.of(destination), StoragePolicy.SAFE, 1);
        FileSink sink = assertInstanceOf(
                        OpenResult.Receive.class,
                        storage.open(OpenRequest.file(1, 1, RawName.of("f"), BLOCK * BLOCKS, 0)))
                .sink();
        file = new IncomingFile(1, sink, pool, disk::add, loop::add, answers::add, () -> ended++);
    }

    @AfterEach
    void close() {
        pool.close();
        storage.close();
        while (!disk.isEmpty() || !loop.isEmpty()) {
            (disk.isEmpty() ? loop : disk).remove().run();
        }
        assertEquals(0, pool.heldBytes());
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

        // The loop does not run in between: a write and the commit, and both answers.
        assertEquals(2, runAll(disk));
        assertArrayEquals(new byte[BLOCK * BLOCKS], Files.readAllBytes(destination.resolve("f")));
        assertEquals(2, runAll(loop));
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
}
