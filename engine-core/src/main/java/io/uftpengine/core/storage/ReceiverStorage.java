package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A receiver's disk: turns announced objects into results, and regular files into {@link FileSink}s. Safe for use by
 * several disk threads; every call may block.
 */
public final class ReceiverStorage implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 5;

    private final List<Destination> destinations = new ArrayList<>();
    private final PathPolicy paths;
    private final StoragePolicy policy;
    private final SpaceBudget space;
    private final Function<FileChannel, FileSink.Medium> mediums;

    /**
     * @param destDirs the first takes all files; each must exist by the time a file comes
     * @param receiverId this receiver's unique ID, for the names of temporary files
     */
    public ReceiverStorage(List<Path> destDirs, StoragePolicy policy, int receiverId) {
        this(destDirs, policy, receiverId, new SpaceBudget(policy.reserveSpaceBytes()), FileSink::medium);
    }

    ReceiverStorage(
            List<Path> destDirs,
            StoragePolicy policy,
            int receiverId,
            SpaceBudget space,
            Function<FileChannel, FileSink.Medium> mediums) {
        for (Path directory : destDirs) {
            Path absolute = directory.toAbsolutePath();
            destinations.add(new Destination(absolute, new PartialJournal(absolute, receiverId)));
        }
        this.paths = new PathPolicy(destinations);
        this.policy = policy;
        this.space = space;
        this.mediums = mediums;
    }

    /** Why files cannot be received into the destination directories, one line, or null: ask before a receiver starts. */
    public String setupProblem() {
        for (Destination destination : destinations) {
            String problem = destination.problem();
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /**
     * Removes partial files of receivers that were killed. Call once, before the first file.
     *
     * @return how many were removed
     */
    public int sweepStalePartials() {
        int removed = 0;
        for (Destination destination : destinations) {
            try {
                removed += PartialSweep.sweep(destination.directory());
            } catch (IOException e) {
                // A directory that cannot be listed shows in setupProblem() and with the first file.
            }
        }
        return removed;
    }

    /**
     * A session begins, in which file follows file: what they have in common stays open until {@link #endSession}. To be
     * called as often as that.
     */
    public void beginSession() {
        destinations.forEach(Destination::hold);
    }

    /** Its last file has been ended, or soon will be. */
    public void endSession() {
        destinations.forEach(Destination::release);
    }

    /** Prepares for an announced object, or deals with it at once when it has no data. Never throws on bad input. */
    public OpenResult open(OpenRequest request) {
        try {
            return switch (request.kind()) {
                case FILE -> openFile(request, paths.resolve(request.name()));
                case DIRECTORY -> makeDirectory(paths.resolve(request.name()));
                case SYMLINK -> makeLink(request, paths.resolve(request.name()));
                case DELETE -> delete(paths.resolve(request.name()));
                case FREE_SPACE ->
                    new OpenResult.Finished(
                            CompletionKind.NORMAL,
                            space.availableBytes(paths.primary().directory()));
            };
        } catch (TargetRefusedException e) {
            return new OpenResult.Rejected(e.getMessage());
        } catch (DirectoryIteratorException e) {
            return failed(request, e.getCause());
        } catch (IOException e) {
            return failed(request, e);
        }
    }

    /** Gives up the journals; sinks must have been ended before. */
    @Override
    public void close() {
        for (Destination destination : destinations) {
            destination.close();
        }
    }

    /** Wire facts 8.4: an object that cannot be created is rejected; a full or failing disk ends the session. */
    private OpenResult failed(OpenRequest request, IOException e) {
        String problem = paths.primary().problem();
        FileFailure.Kind kind = FileFailure.kindOf(e);
        if (problem != null && kind == FileFailure.Kind.CHANGED) {
            return new OpenResult.Failed(new FileFailure(kind, "cannot create '" + request.name() + "': " + problem));
        }
        FileFailure failure = FileFailure.of(
                "cannot create '" + request.name() + "' in " + paths.primary().directory(), e);
        return switch (failure.kind()) {
            case NO_PERMISSION, NAME_TOO_LONG -> new OpenResult.Rejected(failure.reason());
            default -> new OpenResult.Failed(failure);
        };
    }

    private OpenResult openFile(OpenRequest request, SafeTarget target) throws IOException, TargetRefusedException {
        if (request.size() > policy.maxFileSizeBytes()) {
            return new OpenResult.Rejected("'" + request.name() + "' has " + request.size() + " bytes, more than the "
                    + policy.maxFileSizeBytes() + " allowed here (--max-file-size)");
        }
        for (int attempt = 1; ; attempt++) {
            DirectoryHandle directory = target.destination().parentForFile(target);
            FileSink sink = null;
            try {
                refuseFullDirectory(directory, target);
                sink = createPartial(request, target, directory);
                return new OpenResult.Receive(sink);
            } catch (SpaceBudget.NoRoomException e) {
                return new OpenResult.Failed(e.failure());
            } catch (NoSuchFileException e) {
                // Another process replaced the empty directory that was just made.
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            } finally {
                if (sink == null) {
                    directory.close();
                }
            }
        }
    }

    private FileSink createPartial(OpenRequest request, SafeTarget target, DirectoryHandle directory)
            throws IOException, SpaceBudget.NoRoomException {
        SpaceBudget.Claim room = space.claim(request, directory.path());
        FileSink sink = null;
        try {
            sink = createPartial(request, target, directory, room);
            return sink;
        } finally {
            if (sink == null) {
                space.release(room);
            }
        }
    }

    private FileSink createPartial(
            OpenRequest request, SafeTarget target, DirectoryHandle directory, SpaceBudget.Claim room)
            throws IOException {
        PartialJournal journal = target.destination().journal();
        Path partial = journal.newPartialName(request.groupId(), request.fileId());
        journal.begin(target.relativePath(partial));
        FileChannel channel = null;
        FileSink sink = null;
        try {
            channel = directory.openFile(
                    partial,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    DirectoryHandle.fileMode());
            sink = new FileSink(
                    target,
                    directory,
                    partial,
                    mediums.apply(channel),
                    request.size(),
                    request.modifiedSeconds(),
                    room,
                    space);
            return sink;
        } finally {
            if (sink == null) {
                if (channel != null) {
                    channel.close();
                    directory.deleteFile(partial);
                }
                journal.end(target.relativePath(partial));
            }
        }
    }

    private static void refuseFullDirectory(DirectoryHandle directory, SafeTarget target)
            throws IOException, TargetRefusedException {
        BasicFileAttributes existing = directory.attributes(target.leaf());
        if (existing != null && existing.isDirectory() && !directory.isEmptyDirectory(target.leaf())) {
            throw FileCommitter.directoryInTheWay(target);
        }
    }

    private static OpenResult makeDirectory(SafeTarget target) throws IOException, TargetRefusedException {
        try (DirectoryHandle parent = target.destination().openOrMakeParent(target)) {
            BasicFileAttributes existing = parent.attributes(target.leaf());
            if (existing == null) {
                target.destination().makeDirectory(parent, target.leaf());
                return new OpenResult.Finished(CompletionKind.NORMAL, -1);
            } else if (existing.isDirectory()) {
                return new OpenResult.Finished(CompletionKind.SKIPPED, -1);
            }
            return new OpenResult.Rejected("name '" + target.name() + "': "
                    + (existing.isSymbolicLink() ? "a symbolic link" : "a file")
                    + " has that name in " + target.destination().directory()
                    + "; a directory does not replace it, remove it first");
        }
    }

    private OpenResult makeLink(OpenRequest request, SafeTarget target) throws IOException, TargetRefusedException {
        RawName text = request.link();
        String name = "link '" + target.name() + "' -> '" + text + "' ";
        if (text.length() == 0) {
            return new OpenResult.Rejected(name + "has no text");
        }
        String escape = LinkPolicy.escapeOf(text, target.parents().size());
        if (escape != null && !policy.allowEscapingLinks()) {
            return new OpenResult.Rejected(name + escape + ", which is not allowed here");
        }
        try (DirectoryHandle parent = target.destination().openOrMakeParent(target)) {
            refuseFullDirectory(parent, target);
            BasicFileAttributes existing = parent.attributes(target.leaf());
            if (existing != null && existing.isDirectory()) {
                parent.deleteDirectory(target.leaf());
            }
            target.destination().makeLink(parent, target.leaf(), NativeName.toPath(text.bytes()));
            return new OpenResult.Finished(CompletionKind.NORMAL, -1);
        } catch (InvalidPathException | UnsupportedOperationException e) {
            return new OpenResult.Rejected(name + "cannot be made on this system");
        }
    }

    /** A name that is not there counts as removed, as with the reference. */
    private OpenResult delete(SafeTarget target) throws IOException, TargetRefusedException {
        if (!policy.allowDelete()) {
            return new OpenResult.Rejected("delete request for '" + target.name() + "': not allowed here");
        }
        try (DirectoryHandle parent = target.destination().openParent(target, false)) {
            if (parent != null) {
                TreeRemover.remove(parent, target.leaf());
            }
            return new OpenResult.Finished(CompletionKind.NORMAL, -1);
        }
    }
}
