package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.storage.CompletionKind;
import io.uftpengine.core.storage.ObjectKind;
import io.uftpengine.core.storage.OpenRequest;
import io.uftpengine.core.storage.OpenResult;
import io.uftpengine.core.storage.RawName;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A receiver's side of one session's driver: private groups are joined, files go to the disk. Single writer: the role's
 * event loop.
 */
final class ReceiverHost implements SessionHost {
    /** What all sessions of a receiver share. */
    record Shared(
            ReceiverStorage storage,
            StagingPool pool,
            Executor disk,
            EventExecutor loop,
            RoleObserver observer,
            PendingFiles pending) {}

    /** How many files the disk thread is not through with; belongs to the event loop. */
    static final class PendingFiles {
        private int count;

        void begin() {
            count++;
        }

        void end() {
            count--;
        }

        boolean isEmpty() {
            return count == 0;
        }
    }

    private final int groupId;
    private final int instance;
    private final ReceiverSession machine;
    private final GroupMemberships memberships;
    private final Shared shared;
    private final TransportCounters counters;
    private final BooleanSupplier refusalAllowed;
    private final Consumer<Throwable> whenOver;
    private SessionDriver driver;
    private IncomingFile file;
    private InetAddress joined;
    private SessionEvent.SessionEnded ended;

    /** The disk thread has been told of the session. */
    private boolean diskBegun;

    private final IncomingFile.Listener listener = new IncomingFile.Listener() {
        @Override
        public void onOpened(int fileId, OpenResult result) {
            driver.onTaskResult(answerTo(fileId, result));
        }

        @Override
        public void onResult(TaskResult result) {
            driver.onTaskResult(result);
        }

        @Override
        public void onDefect(Throwable defect) {
            driver.fail(defect);
        }

        @Override
        public void onEnded() {
            shared.pending().end();
        }
    };

    /**
     * @param refusalAllowed whether one more ABORT may be sent to somebody who is perhaps not who he says
     * @param whenOver is told when the session has ended, with the defect or null
     */
    ReceiverHost(
            int groupId,
            int instance,
            ReceiverSession machine,
            GroupMemberships memberships,
            Shared shared,
            TransportCounters counters,
            BooleanSupplier refusalAllowed,
            Consumer<Throwable> whenOver) {
        this.groupId = groupId;
        this.instance = instance;
        this.machine = machine;
        this.memberships = memberships;
        this.shared = shared;
        this.counters = counters;
        this.refusalAllowed = refusalAllowed;
        this.whenOver = whenOver;
    }

    void attach(SessionDriver attached) {
        driver = attached;
    }

    ReceiverSession machine() {
        return machine;
    }

    /** How the session ended, or null. */
    SessionEvent.SessionEnded ended() {
        return ended;
    }

    /**
     * One block, whose header the machine has let through. Room first, then the claim, then the copy: a block is never
     * claimed and lost.
     *
     * @param at index of the message's function byte
     * @param end index after the data
     */
    void onFileSeg(ByteBuf content, int at, int end, long nowNs) {
        long header = FileSegReader.header(content, at);
        int dataAt = at + FileSegReader.headerLength(header);
        int length = end - dataAt;
        if (machine.wantsStamps()) {
            long stamp = FileSegReader.stamp(content, at);
            if (stamp != TfmccStamp.NONE) {
                machine.onStamp(stamp, nowNs);
            }
        }
        boolean receiving = file != null && file.isReceiving();
        if (receiving && !file.reserve(length)) {
            counters.count(Counter.BLOCKS_NO_ROOM);
            machine.blockRefused(nowNs);
            return;
        }
        long offset = machine.claimBlock(
                FileSegReader.fileId(header),
                FileSegReader.section(header),
                FileSegReader.block(header),
                length,
                nowNs);
        if (offset < 0) {
            counters.count(Counter.BLOCKS_NOT_WANTED);
        } else if (receiving) {
            file.stage(offset, content, dataAt, length);
            counters.count(Counter.BLOCKS_STORED);
        } else {
            throw new IllegalStateException("a block was claimed of a file that is not open");
        }
    }

    @Override
    public InetSocketAddress resolve(Action.Destination destination) {
        if (destination instanceof Action.Unicast unicast) {
            return unicast.address();
        }
        throw new IllegalStateException("a receiver sends to its sender only, not to " + destination);
    }

    /** A forged ANNOUNCE must not make us send an ABORT to whom it names. */
    @Override
    public boolean maySend(Action.Send send) {
        return machine.isSenderVerified() || !(send.message() instanceof Abort) || refusalAllowed.getAsBoolean();
    }

    @Override
    public void perform(Action action) {
        if (action instanceof Action.JoinGroup join) {
            joinGroup(join.group());
        } else if (action instanceof Action.LeaveGroup) {
            leaveGroup();
        } else if (action instanceof Action.OpenFile open) {
            openFile(open);
        } else if (action instanceof Action.CommitFile commit) {
            if (file != null && file.fileId() == commit.fileId()) {
                file.commit();
            }
        } else if (action instanceof Action.DiscardFile discard) {
            if (file != null && file.fileId() == discard.fileId()) {
                discardFile();
            }
        } else {
            throw new IllegalStateException("not an action of a receiver: " + action);
        }
    }

    private void joinGroup(InetAddress group) {
        if (joined == null) {
            joined = group;
            memberships.join(group);
        }
    }

    private void leaveGroup() {
        if (joined != null) {
            memberships.leave(joined);
            joined = null;
        }
    }

    private void discardFile() {
        if (file != null) {
            file.discard();
            file = null;
        }
    }

    private void openFile(Action.OpenFile open) {
        // The machine has one file at a time; the one before has been committed.
        OpenRequest request = new OpenRequest(
                groupId,
                open.fileId(),
                kindOf(open),
                RawName.of(open.name()),
                RawName.of(open.link()),
                open.size(),
                open.modifiedSeconds());
        boolean isFirst = !diskBegun;
        file = new IncomingFile(
                open.fileId(),
                () -> openOnDisk(request, isFirst),
                shared.pool(),
                shared.disk(),
                shared.loop(),
                listener);
        diskBegun = true;
        shared.pending().begin();
    }

    private OpenResult openOnDisk(OpenRequest request, boolean isFirst) {
        if (isFirst) {
            shared.storage().beginSession();
        }
        return shared.storage().open(request);
    }

    private static ObjectKind kindOf(Action.OpenFile open) {
        return switch (open.type()) {
            case REGULAR -> ObjectKind.FILE;
            case DIRECTORY -> ObjectKind.DIRECTORY;
            case LINK -> ObjectKind.SYMLINK;
            case DELETE -> ObjectKind.DELETE;
            case FREE_SPACE -> ObjectKind.FREE_SPACE;
        };
    }

    private static TaskResult answerTo(int fileId, OpenResult result) {
        if (result instanceof OpenResult.Receive) {
            return new TaskResult.FileOpened(fileId, TaskResult.OpenOutcome.RECEIVE, CompletionStatus.NORMAL, -1, "");
        } else if (result instanceof OpenResult.Finished finished) {
            CompletionStatus status =
                    finished.kind() == CompletionKind.SKIPPED ? CompletionStatus.SKIPPED : CompletionStatus.NORMAL;
            return new TaskResult.FileOpened(
                    fileId, TaskResult.OpenOutcome.FINISHED, status, finished.freeSpaceBytes(), "");
        } else if (result instanceof OpenResult.Rejected rejected) {
            return new TaskResult.FileOpened(
                    fileId, TaskResult.OpenOutcome.REJECTED, CompletionStatus.REJECTED, -1, rejected.reason());
        }
        String reason = ((OpenResult.Failed) result).failure().reason();
        return new TaskResult.FileOpened(fileId, TaskResult.OpenOutcome.FAILED, CompletionStatus.REJECTED, -1, reason);
    }

    @Override
    public void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.SessionEnded end) {
            ended = end;
        } else if (event instanceof SessionEvent.PhaseEntered entered && entered.phase() == Phase.COMPLETION) {
            // No file follows: the directory is to look like it before the sender is through.
            endOnDisk();
        }
        shared.observer().onEvent(groupId, instance, event);
    }

    @Override
    public TransmitSink transmitSink() {
        return null;
    }

    @Override
    public void endActions() {
        if (file != null) {
            file.open();
        }
    }

    @Override
    public int transmitBatchBlocks() {
        return 0;
    }

    @Override
    public void endTransmitBatch() {
        // A receiver sends no blocks.
    }

    @Override
    public void endReadBatch() {
        if (file != null) {
            file.flush();
        }
    }

    @Override
    public void onOver(Throwable defect) {
        if (defect != null || file != null && file.isReceiving()) {
            discardFile();
        }
        // A file whose commit is under way is whole and stays.
        file = null;
        endOnDisk();
        leaveGroup();
        whenOver.accept(defect);
    }

    private void endOnDisk() {
        if (!diskBegun) {
            return;
        }
        diskBegun = false;
        try {
            shared.disk().execute(shared.storage()::endSession);
        } catch (RejectedExecutionException e) {
            // Torn down: the storage is closed as a whole.
            return;
        }
    }
}
