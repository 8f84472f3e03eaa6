package io.uftpengine.core.transport;

import io.uftpengine.codec.message.FileType;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.storage.DiskTimes;
import io.uftpengine.core.storage.FileSource;
import io.uftpengine.core.storage.RawName;
import io.uftpengine.core.storage.SourceItem;
import io.uftpengine.core.storage.SourceItem.SourceEntry;
import io.uftpengine.core.storage.SourceItem.SourceProblem;
import io.uftpengine.core.storage.SourceTree;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A sender's disk: walks the tree, opens what is to be sent, reads it and looks whether it changed. Single writer: the
 * session's disk thread makes every call.
 */
final class SourceReader implements AutoCloseable {
    private final SourceTree tree;
    private final SourceNaming naming;
    private final boolean followLinks;
    private final DiskTimes times;

    /** By file ID: the next file is opened while the one before may still be asked for. */
    private final Map<Integer, FileSource> open = new HashMap<>();

    SourceReader(SourceTree tree, SourceNaming naming, boolean followLinks, DiskTimes times) {
        this.tree = tree;
        this.naming = naming;
        this.followLinks = followLinks;
        this.times = times;
    }

    /** Opens the next object. */
    TaskResult next(int fileId) {
        SourceItem item = tree.next();
        if (item == null) {
            return new TaskResult.SourcesExhausted(fileId);
        }
        if (item instanceof SourceProblem problem) {
            return new TaskResult.SourceUnusable(
                    fileId, naming.apply(problem.name().text()), problem.reason());
        }
        SourceEntry entry = (SourceEntry) item;
        RawName name = RawName.of(naming.apply(entry.name().text()));
        if (name.length() > RawName.MAX_SENT_BYTES
                || name.length() + entry.link().length() > RawName.MAX_SENT_WITH_LINK_BYTES) {
            String reason =
                    "cannot send '" + RawName.of(entry.path().toString()) + "': with its destination name it has "
                            + name.length() + " bytes, more than the protocol allows; choose a shorter --dest-name/-D";
            return new TaskResult.SourceUnusable(fileId, name.text(), reason);
        }
        return switch (entry.kind()) {
            case DIRECTORY -> opened(fileId, FileType.DIRECTORY, entry, name, 0, entry.modifiedSeconds());
            case SYMLINK -> opened(fileId, FileType.LINK, entry, name, 0, entry.modifiedSeconds());
            case FILE -> openFile(fileId, entry, name);
            case DELETE, FREE_SPACE -> throw new IllegalStateException("the tree found a " + entry.kind());
        };
    }

    private TaskResult openFile(int fileId, SourceEntry entry, RawName name) {
        try {
            FileSource source = FileSource.open(entry.path(), followLinks);
            open.put(fileId, source);
            return opened(fileId, FileType.REGULAR, entry, name, source.size(), source.modifiedSeconds());
        } catch (IOException e) {
            return new TaskResult.SourceUnusable(fileId, name.text(), FileSource.explain(entry.path(), e));
        }
    }

    private static TaskResult opened(
            int fileId, FileType type, SourceEntry entry, RawName name, long size, long modifiedSeconds) {
        return new TaskResult.SourceOpened(
                fileId, type, name.text(), entry.link().text(), size, modifiedSeconds);
    }

    /** Fills a slab; null when that went well. */
    TaskResult read(BlockSlab slab) {
        FileSource source = open.get(slab.fileId());
        if (source == null) {
            return new TaskResult.SourceFailed(slab.fileId(), "the file is closed");
        }
        long beginNs = System.nanoTime();
        try {
            for (int run = 0; run < slab.runs(); run++) {
                source.readBlocks(
                        slab.runFirst(run), slab.runCount(run), slab.blockSize(), slab.places(), slab.runStart(run));
            }
            return null;
        } catch (IOException e) {
            return new TaskResult.SourceFailed(slab.fileId(), FileSource.explain(source.path(), e));
        } finally {
            times.add(System.nanoTime() - beginNs);
        }
    }

    /** Closes an object after a look at it. */
    TaskResult finish(int fileId) {
        FileSource source = open.remove(fileId);
        if (source == null) {
            return new TaskResult.SourceClosed(fileId, null);
        }
        Optional<String> changed = source.verifyUnchanged();
        closeQuietly(source);
        return new TaskResult.SourceClosed(fileId, changed.orElse(null));
    }

    @Override
    public void close() {
        open.values().forEach(SourceReader::closeQuietly);
        open.clear();
        tree.close();
    }

    private static void closeQuietly(FileSource source) {
        try {
            source.close();
        } catch (IOException e) {
            // It was only read.
        }
    }
}
