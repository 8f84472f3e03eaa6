package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sender's disk: answers its requests after a while, and knows what each block contains. */
final class SourceStorage {
    /** Runs asked for and not sent yet; more is unbounded read-ahead. */
    static final int MAX_RUNS = 1 << 14;
    /** Files open at once: the one being sent, one being checked and closed, one ahead. */
    static final int MAX_OPEN = 3;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MODIFIED_SECONDS = 1_700_000_000L;

    /**
     * How slow a disk is.
     *
     * @param openNs time to open or close a file
     * @param readNs time of each read
     * @param bytesPerSecond reading speed; 0 = no limit
     * @param stallNs extra time of the read that contains {@code stallBlock}, once for each file
     */
    record Disk(long openNs, long readNs, long bytesPerSecond, long stallBlock, long stallNs) {
        static final Disk FAST = new Disk(100_000, 50_000, 0, -1, 0);
    }

    /** A file under its ID. */
    record Offered(SimFile file, SectionLayout layout) {}

    private record Run(int fileId, long firstBlock, int count) {}

    private final List<SimFile> files;
    private final int blockSize;
    private final Disk disk;
    private final EventQueue<TaskResult> tasks;
    private final Map<Integer, Offered> offered = new HashMap<>();
    private final ArrayDeque<Run> granted = new ArrayDeque<>();
    private int nextFile;
    private final Map<Integer, Offered> open = new HashMap<>();
    private int stalledFileId;
    private long busyUntilNs;
    private int runsUnderWay;
    private long consumedOfRun;

    SourceStorage(List<SimFile> files, int blockSize, Disk disk, EventQueue<TaskResult> tasks) {
        this.files = files;
        this.blockSize = blockSize;
        this.disk = disk;
        this.tasks = tasks;
    }

    /** The file that was opened under an ID, or null. */
    Offered offered(int fileId) {
        return offered.get(fileId);
    }

    void open(Action.OpenSource action, long nowNs) {
        require(open.size() < MAX_OPEN, "opens more than " + MAX_OPEN + " sources");
        long at = nowNs + disk.openNs();
        int id = action.fileId();
        if (nextFile == files.size()) {
            tasks.add(at, new TaskResult.SourcesExhausted(id));
            return;
        }
        SimFile file = files.get(nextFile++);
        if (file.fault() == SimFile.Fault.UNUSABLE) {
            tasks.add(at, new TaskResult.SourceUnusable(id, file.name(), "simulated"));
            return;
        }
        require(!offered.containsKey(id), "opens file " + id + " twice");
        offered.put(id, new Offered(file, new SectionLayout(file.size(), blockSize)));
        open.put(id, offered.get(id));
        tasks.add(at, new TaskResult.SourceOpened(id, file.type(), file.name(), "", file.size(), MODIFIED_SECONDS));
    }

    void read(Action.ReadBlocks action, long nowNs) {
        int id = action.fileId();
        Offered source = open.get(id);
        require(source != null, "reads file " + id + ", which is not open");
        long end = action.firstBlock() + action.count();
        require(
                action.count() > 0 && action.firstBlock() >= 0 && end <= source.layout.blocks(),
                "reads beyond the file: " + action);
        require(++runsUnderWay <= MAX_RUNS, "has more than " + MAX_RUNS + " reads under way");
        long start = Math.max(nowNs, busyUntilNs);
        long took = disk.readNs();
        if (disk.bytesPerSecond() > 0) {
            took += (long) action.count() * blockSize * NANOS_PER_SECOND / disk.bytesPerSecond();
        }
        if (stalledFileId != id && disk.stallBlock() >= action.firstBlock() && disk.stallBlock() < end) {
            stalledFileId = id;
            took += disk.stallNs();
        }
        busyUntilNs = start + took;
        boolean fails = source.file.fault() == SimFile.Fault.READ_FAILS && end > source.file.faultBlock();
        tasks.add(
                busyUntilNs,
                fails
                        ? new TaskResult.SourceFailed(id, "simulated read failure")
                        : new TaskResult.BlocksReady(id, action.firstBlock(), action.count()));
    }

    void close(Action.CloseSource action, long nowNs) {
        int id = action.fileId();
        Offered source = open.remove(id);
        require(source != null, "closes file " + id + ", which is not open");
        SimFile file = source.file;
        if (!granted.isEmpty() && granted.peek().fileId == id) {
            consumedOfRun = 0;
        }
        int before = granted.size();
        granted.removeIf(run -> run.fileId == id);
        runsUnderWay -= before - granted.size();
        boolean changed = file.fault() == SimFile.Fault.CHANGES;
        tasks.add(
                Math.max(nowNs, busyUntilNs) + disk.openNs(),
                new TaskResult.SourceClosed(action.fileId(), changed ? "content" : null));
    }

    /** The machine is about to be told. */
    void delivering(TaskResult result) {
        if (result instanceof TaskResult.BlocksReady ready) {
            if (open.containsKey(ready.fileId())) {
                granted.add(new Run(ready.fileId(), ready.firstBlock(), ready.count()));
            } else {
                runsUnderWay--;
            }
        }
    }

    /** The machine sends the next granted block: digest of its content. */
    long consume(int fileId, int section, int blockInSection, long fileOffset, int length) {
        Run run = granted.peek();
        require(run != null && run.fileId == fileId, "sends a block of file " + fileId + " that was not granted");
        long block = run.firstBlock + consumedOfRun;
        Offered source = offered.get(fileId);
        SectionLayout layout = source.layout;
        require(
                layout.contains(section, blockInSection)
                        && layout.firstBlock(section) + blockInSection == block
                        && layout.offsetOf(block) == fileOffset
                        && layout.lengthOf(block) == length,
                "sends section " + section + " block " + blockInSection + " offset " + fileOffset + " length " + length
                        + " where block " + block + " was granted");
        if (++consumedOfRun == run.count) {
            granted.poll();
            consumedOfRun = 0;
            runsUnderWay--;
        }
        return source.file.digestAtSource(block, fileOffset, length);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new SimulationFailure("sender " + what);
        }
    }
}
