package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * Puts one whole partial file in place: sets its times, then renames it over what stands there, atomically.
 *
 * <p>An existing file or link is replaced (the link itself, not what it points to), an empty directory too. A directory
 * with content is not: the reference removes it recursively (wire facts 11.1); here it costs a sender one rejected file,
 * not a user a tree. Used once, on the file's disk thread.
 */
final class FileCommitter {
    private final FileSink sink;

    FileCommitter(FileSink sink) {
        this.sink = sink;
    }

    CommitResult commit() {
        if (sink.isEnded()) {
            return new CommitResult.Failed(FileFailure.of(
                    "cannot finish " + sink.displayPath(), FileFailure.Kind.CLOSED, "the partial file was discarded"));
        }
        CommitResult result;
        try {
            result = place();
        } catch (TargetRefusedException e) {
            result = new CommitResult.Refused(e.getMessage());
        } catch (IOException e) {
            result = new CommitResult.Failed(FileFailure.of("cannot finish " + sink.displayPath(), e));
        }
        if (result instanceof CommitResult.Committed) {
            sink.end(true);
        } else {
            sink.discard();
        }
        return result;
    }

    private CommitResult place() throws IOException, TargetRefusedException {
        long length = sink.medium().size();
        // Closing comes first: network file systems report a full disk only now.
        sink.medium().close();
        if (length != sink.size()) {
            return changed("the partial file has " + length + " of " + sink.size() + " bytes");
        }
        if (!sink.isPartialInPlace()) {
            return changed("the partial file was moved, replaced or removed");
        }
        String note = setTimes();
        if (!sink.target().destination().leadsTo(sink.directory(), sink.target())) {
            return changed("its directory was moved, replaced or removed");
        }
        try {
            rename();
        } catch (IOException e) {
            if (!makeWay()) {
                throw e;
            }
            rename();
        }
        return new CommitResult.Committed(note);
    }

    private void rename() throws IOException {
        sink.directory()
                .rename(sink.partialName(), sink.directory(), sink.target().leaf());
    }

    /** What nothing can be renamed over is a directory: false when there is none. */
    private boolean makeWay() throws IOException, TargetRefusedException {
        BasicFileAttributes existing = sink.directory().attributes(sink.target().leaf());
        if (existing == null || !existing.isDirectory()) {
            return false;
        }
        try {
            sink.directory().deleteDirectory(sink.target().leaf());
        } catch (DirectoryNotEmptyException e) {
            throw directoryInTheWay(sink.target());
        }
        return true;
    }

    static TargetRefusedException directoryInTheWay(SafeTarget target) {
        return new TargetRefusedException("name '" + target.name() + "': a directory with content has that name in "
                + target.destination().directory() + "; it is not replaced, remove it first");
    }

    /** Wire facts 11.1: both times from FILEINFO unless 0. A file system that refuses costs the times, not the file. */
    private String setTimes() {
        if (sink.modifiedSeconds() == 0) {
            return null;
        }
        FileTime time = FileTime.from(sink.modifiedSeconds(), TimeUnit.SECONDS);
        try {
            sink.directory().setTimes(sink.partialName(), time, time);
            return null;
        } catch (IOException e) {
            return "times of " + sink.displayPath() + " not set: " + FileFailure.describe(e);
        }
    }

    private CommitResult changed(String cause) {
        return new CommitResult.Failed(
                FileFailure.of("cannot finish " + sink.displayPath(), FileFailure.Kind.CHANGED, cause));
    }
}
