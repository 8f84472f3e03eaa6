package io.uftpengine.core.sim;

import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TaskResult.OpenOutcome;
import io.uftpengine.core.protocol.transfer.BlockSet;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * One receiver's disk. It stores nothing but verifies that every block is claimed once, at its place and with the content that
 * belongs there, and that a committed file is whole.
 */
final class SinkStorage {
    /**
     * How a disk behaves.
     *
     * @param openNs time to open a file
     * @param commitNs time from the last block to the file under its name
     * @param fullAfterBytes bytes after which writing fails; {@link Long#MAX_VALUE} = never
     * @param refused chance that a block finds no room in staging and is refused before it is claimed
     * @param openOutcome answer to opening a regular file
     */
    record Disk(long openNs, long commitNs, long fullAfterBytes, double refused, OpenOutcome openOutcome) {
        static final Disk SOUND = new Disk(50_000, 200_000, Long.MAX_VALUE, 0, OpenOutcome.RECEIVE);
    }

    /** What there is of a file. */
    enum State {
        OPENING,
        OPEN,
        COMMITTING,
        COMMITTED,
        /** Nothing was to be received. */
        FINISHED,
        REJECTED,
        FAILED,
        DISCARDED
    }

    /** A file that was offered. */
    static final class Entry {
        private final SimFile file;
        private final SectionLayout layout;
        private State state = State.OPENING;
        /** The machine was told that it is open. */
        private boolean opened;

        private BlockSet missing;
        private boolean contentWrong;

        private Entry(SimFile file, SectionLayout layout) {
            this.file = file;
            this.layout = layout;
        }

        State state() {
            return state;
        }

        SectionLayout layout() {
            return layout;
        }

        /** Blocks not claimed; only while the file is open. */
        BlockSet missing() {
            return missing;
        }

        /** Whole and in place; or nothing was to be done. */
        boolean isInPlace() {
            return state == State.COMMITTED || state == State.FINISHED;
        }

        /** In place, and as the source was when it was opened. */
        boolean isRight() {
            return isInPlace() && !contentWrong;
        }
    }

    private final Map<String, SimFile> catalogue;
    private final int blockSize;
    private final Disk disk;
    private final EventQueue<TaskResult> tasks;
    private final SimRandom random;
    private final long refusal;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private int lastFileId = -1;
    private Entry lastEntry;
    private long bytesStored;
    private long blocksRefused;
    private boolean full;

    SinkStorage(Map<String, SimFile> catalogue, int blockSize, Disk disk, EventQueue<TaskResult> tasks, long seed) {
        this.catalogue = catalogue;
        this.blockSize = blockSize;
        this.disk = disk;
        this.tasks = tasks;
        random = new SimRandom(seed);
        refusal = SimRandom.threshold(disk.refused());
    }

    /** The file of that ID, or null when it was never opened here. */
    Entry entry(int fileId) {
        if (fileId != lastFileId) {
            lastEntry = entries.get(fileId);
            lastFileId = fileId;
        }
        return lastEntry;
    }

    /** True while a file is neither committed nor given up. */
    boolean isReceiving() {
        return entries.values().stream()
                .anyMatch(e -> e.state == State.OPENING || e.state == State.OPEN || e.state == State.COMMITTING);
    }

    long blocksRefused() {
        return blocksRefused;
    }

    int committed() {
        return (int) entries.values().stream().filter(Entry::isRight).count();
    }

    int discarded() {
        return (int) entries.values().stream()
                .filter(e -> e.state == State.DISCARDED)
                .count();
    }

    void open(Action.OpenFile action, long nowNs) {
        int id = action.fileId();
        Entry known = entries.get(id);
        require(
                known == null || known.state == State.DISCARDED || known.state == State.FAILED,
                "opens file " + id + " again");
        SimFile file = catalogue.get(action.name());
        require(
                file != null && file.size() == action.size() && file.type() == action.type(),
                "opens a file that was not offered: " + action);
        Entry entry = new Entry(file, new SectionLayout(file.size(), blockSize));
        entry.missing = BlockSet.all(entry.layout);
        entries.put(id, entry);
        lastFileId = -1;
        OpenOutcome outcome = action.type() == FileType.REGULAR ? disk.openOutcome() : OpenOutcome.FINISHED;
        tasks.add(
                nowNs + disk.openNs(),
                new TaskResult.FileOpened(id, outcome, CompletionStatus.NORMAL, -1, "simulated " + outcome));
    }

    /** True when staging has no room: the block must not be claimed. */
    boolean refuses() {
        if (refusal != 0 && random.chance(refusal)) {
            blocksRefused++;
            return true;
        }
        return false;
    }

    /** The machine has claimed a block. */
    void store(int fileId, int section, int blockInSection, long offset, int length, long digest, long nowNs) {
        Entry entry = entry(fileId);
        require(
                entry != null && (entry.state == State.OPEN || entry.state == State.OPENING),
                "claims a block of file " + fileId + ", which is not open");
        SectionLayout layout = entry.layout;
        require(layout.contains(section, blockInSection), "claims a block beyond the file");
        long block = layout.firstBlock(section) + blockInSection;
        require(
                offset == layout.offsetOf(block) && length == layout.lengthOf(block),
                "claims block " + block + " at " + offset + " with length " + length);
        require(entry.missing.remove(block), "claims block " + block + " twice");
        if (digest != ContentModel.digest(entry.file.contentSeed(), offset, length)) {
            require(entry.file.fault() == SimFile.Fault.CHANGES, "puts wrong content at " + offset);
            entry.contentWrong = true;
        }
        bytesStored += length;
        if (bytesStored > disk.fullAfterBytes() && !full) {
            full = true;
            entry.state = State.FAILED;
            tasks.add(nowNs, new TaskResult.FileFailed(fileId, "simulated: disk full"));
        }
    }

    void commit(Action.CommitFile action, long nowNs) {
        Entry entry = entry(action.fileId());
        if (entry != null && entry.state == State.FAILED) {
            return;
        }
        require(
                entry != null && (entry.state == State.OPEN || entry.state == State.OPENING),
                "commits file " + action.fileId() + " that is not open");
        require(
                entry.missing.isEmpty(),
                "commits file " + action.fileId() + " without " + entry.missing.cardinality() + " blocks");
        entry.state = State.COMMITTING;
        long beginNs = entry.opened ? nowNs : nowNs + disk.openNs();
        tasks.add(beginNs + disk.commitNs(), new TaskResult.FileCommitted(action.fileId(), CompletionStatus.NORMAL));
    }

    void discard(Action.DiscardFile action) {
        Entry entry = entry(action.fileId());
        require(
                entry != null && entry.state != State.COMMITTED && entry.state != State.DISCARDED,
                "discards file " + action.fileId() + " that it has committed or never opened");
        entry.state = State.DISCARDED;
        entry.missing = null;
    }

    /** The machine is about to be told. */
    void delivering(TaskResult result) {
        if (result instanceof TaskResult.FileOpened opened) {
            Entry entry = entries.get(opened.fileId());
            entry.opened = true;
            if (entry.state == State.COMMITTING && opened.outcome() == OpenOutcome.RECEIVE) {
                return;
            } else if (entry.state != State.OPENING && entry.state != State.COMMITTING) {
                return;
            }
            switch (opened.outcome()) {
                case RECEIVE -> entry.state = State.OPEN;
                case FINISHED -> entry.state = State.FINISHED;
                case REJECTED -> entry.state = State.REJECTED;
                case FAILED -> entry.state = State.FAILED;
            }
        } else if (result instanceof TaskResult.FileCommitted committed) {
            Entry entry = entries.get(committed.fileId());
            if (entry.state == State.COMMITTING) {
                entry.state = State.COMMITTED;
                entry.missing = null;
            }
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new SimulationFailure("receiver " + what);
        }
    }
}
