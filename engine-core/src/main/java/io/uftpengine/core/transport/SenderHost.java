package io.uftpengine.core.transport;

import io.netty.util.concurrent.EventExecutor;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.sender.SenderSession;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** A sender's side of its driver: files are read on the disk thread, blocks leave by a {@link SegmentBatcher}. */
final class SenderHost implements SessionHost {
    private final SenderRoute route;
    private final SegmentBatcher batcher;
    private final SourceReader reader;
    private final Executor disk;
    private final EventExecutor loop;
    private final SlabPool slabs;
    private final int batchBlocks;
    private final RoleObserver observer;
    private final int groupId;
    private final int instance;
    private SessionDriver driver;
    private boolean over;

    /** Takes the runs that the machine asks for, until it is full or there are no more; or null. */
    private BlockSlab asked;

    /** The blocks of an object that was opened ahead, until the machine has asked for all of them; or null. */
    private BlockSlab ahead;

    /** Blocks of it that were asked for. */
    private int aheadGranted;

    private final Queue<TaskResult> granted = new ArrayDeque<>();

    /** Objects up to this file ID are closed: what is still read of them is thrown away. */
    private int closedFileId;

    SenderHost(
            SenderRoute route,
            SegmentBatcher batcher,
            SourceReader reader,
            Executor disk,
            EventExecutor loop,
            SlabPool slabs,
            int blockSize,
            int groupId,
            int instance,
            RoleObserver observer) {
        this.route = route;
        this.batcher = batcher;
        this.reader = reader;
        this.disk = disk;
        this.loop = loop;
        this.slabs = slabs;
        this.batchBlocks = batcher.segmentsAtOnce(blockSize);
        this.groupId = groupId;
        this.instance = instance;
        this.observer = observer;
    }

    void attach(SessionDriver attached) {
        driver = attached;
    }

    @Override
    public InetSocketAddress resolve(Action.Destination destination) {
        return route.resolve(destination);
    }

    @Override
    public boolean maySend(Action.Send send) {
        return true;
    }

    @Override
    public void perform(Action action) {
        if (action instanceof Action.ReadBlocks read) {
            read(read);
        } else if (action instanceof Action.OpenSource source) {
            open(source.fileId());
        } else if (action instanceof Action.CloseSource source) {
            batcher.drop(source.fileId());
            closedFileId = source.fileId();
            dropAhead(source.fileId());
            onDisk(() -> reader.finish(source.fileId()));
        } else {
            throw new IllegalStateException("not an action of a sender: " + action);
        }
    }

    /** What is small is read when it is opened: the disk thread is on its way already. */
    private void open(int fileId) {
        BlockSlab slab = slabs.take(fileId);
        boolean handedOver = false;
        try {
            disk.execute(() -> {
                try {
                    TaskResult result = reader.next(fileId);
                    boolean isRead = result instanceof TaskResult.SourceOpened opened && isReadAhead(opened, slab);
                    back(() -> onOpened(result, slab, isRead), () -> slabs.giveBack(slab));
                } catch (RuntimeException | Error e) {
                    back(
                            () -> {
                                slabs.giveBack(slab);
                                driver.fail(e);
                            },
                            () -> slabs.giveBack(slab));
                }
            });
            handedOver = true;
        } finally {
            if (!handedOver) {
                slabs.giveBack(slab);
            }
        }
    }

    /** Failures are met again when the machine asks for the blocks. */
    private boolean isReadAhead(TaskResult.SourceOpened opened, BlockSlab slab) {
        if (opened.size() == 0 || opened.size() > (long) SenderSession.MAX_AHEAD_BLOCKS * slab.blockSize()) {
            return false;
        }
        slab.addRun(0, (int) ((opened.size() + slab.blockSize() - 1) / slab.blockSize()));
        return reader.read(slab) == null;
    }

    private void onOpened(TaskResult result, BlockSlab slab, boolean isRead) {
        dropAhead(0);
        if (isRead && !over) {
            ahead = slab;
            aheadGranted = 0;
        } else {
            slabs.giveBack(slab);
        }
        driver.onTaskResult(result);
    }

    /** What was read ahead of a file, or (0) of any, is not needed, unless it is on its way already. */
    private void dropAhead(int fileId) {
        if (ahead != null && (fileId == 0 || ahead.fileId() == fileId)) {
            if (aheadGranted == 0) {
                slabs.giveBack(ahead);
            }
            ahead = null;
        }
    }

    /** Runs are collected: a pass for blocks that were lost has many short ones. */
    private void read(Action.ReadBlocks read) {
        if (ahead != null && ahead.fileId() == read.fileId() && read.firstBlock() == aheadGranted) {
            granted.add(new TaskResult.BlocksReady(read.fileId(), read.firstBlock(), read.count()));
            if (aheadGranted == 0) {
                batcher.add(ahead);
            }
            aheadGranted += read.count();
            if (aheadGranted == ahead.count()) {
                ahead = null;
            }
            return;
        }
        if (asked != null && (asked.fileId() != read.fileId() || asked.room() < read.count())) {
            endActions();
        }
        if (asked == null) {
            asked = slabs.take(read.fileId());
        }
        asked.addRun(read.firstBlock(), read.count());
    }

    @Override
    public void endActions() {
        for (TaskResult ready = granted.poll(); ready != null; ready = granted.poll()) {
            driver.onTaskResultOfMany(ready);
        }
        BlockSlab slab = asked;
        if (slab == null) {
            return;
        }
        asked = null;
        boolean handedOver = false;
        try {
            disk.execute(() -> {
                TaskResult failure = readGuarded(slab);
                back(() -> onRead(slab, failure), () -> slabs.giveBack(slab));
            });
            handedOver = true;
        } finally {
            if (!handedOver) {
                slabs.giveBack(slab);
            }
        }
    }

    private TaskResult readGuarded(BlockSlab slab) {
        try {
            return reader.read(slab);
        } catch (RuntimeException | Error e) {
            back(() -> driver.fail(e), () -> {});
            return new TaskResult.SourceFailed(slab.fileId(), String.valueOf(e));
        }
    }

    private void onRead(BlockSlab slab, TaskResult failure) {
        if (over || slab.fileId() == closedFileId) {
            slabs.giveBack(slab);
        } else if (failure != null) {
            slabs.giveBack(slab);
            driver.onTaskResult(failure);
        } else {
            batcher.add(slab);
            for (int run = 0; run < slab.runs(); run++) {
                driver.onTaskResultOfMany(
                        new TaskResult.BlocksReady(slab.fileId(), slab.runFirst(run), slab.runCount(run)));
            }
            driver.pumpAndFlush();
        }
    }

    private void onDisk(Supplier<TaskResult> work) {
        disk.execute(() -> {
            try {
                TaskResult result = work.get();
                back(() -> driver.onTaskResult(result), () -> {});
            } catch (RuntimeException | Error e) {
                back(() -> driver.fail(e), () -> {});
            }
        });
    }

    /** Back to the event loop, or, when that is gone, only the clean-up. */
    private void back(Runnable onLoop, Runnable otherwise) {
        try {
            loop.execute(onLoop);
        } catch (RejectedExecutionException e) {
            otherwise.run();
        }
    }

    @Override
    public void onEvent(SessionEvent event) {
        observer.onEvent(groupId, instance, event);
    }

    @Override
    public TransmitSink transmitSink() {
        return batcher;
    }

    @Override
    public int transmitBatchBlocks() {
        return batchBlocks;
    }

    @Override
    public void endTransmitBatch() {
        batcher.endBatch();
    }

    @Override
    public void endReadBatch() {
        // Only receivers stage blocks.
    }

    @Override
    public void onOver(Throwable defect) {
        over = true;
        batcher.drop(0);
        granted.clear();
        dropAhead(0);
        if (asked != null) {
            slabs.giveBack(asked);
            asked = null;
        }
        slabs.close();
        try {
            disk.execute(reader::close);
        } catch (RejectedExecutionException e) {
            // The engine is being torn down; the files were only read.
        }
        observer.onSessionOver(groupId, instance, defect);
    }
}
