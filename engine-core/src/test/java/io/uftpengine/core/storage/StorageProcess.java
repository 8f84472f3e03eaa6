package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What runs in a process of its own, for tests of kills, locales and full disks; speaks on stdout. */
final class StorageProcess {
    private StorageProcess() {}

    public static void main(String[] args) throws Exception {
        Path destination = Path.of(args[1]);
        try (ReceiverStorage storage = StorageFixture.storage(destination)) {
            switch (args[0]) {
                case "hang" -> hang(storage, destination);
                case "names" -> names(storage, destination);
                case "fill" -> fill(storage);
                case "journal" -> journal(storage, destination);
                case "readonly" -> {
                    System.out.println(storage.setupProblem());
                    for (ObjectKind kind : new ObjectKind[] {ObjectKind.FILE, ObjectKind.DIRECTORY}) {
                        OpenResult result = storage.open(StorageFixture.object(kind, "a/f"));
                        System.out.println(StorageFixture.failure(result).reason());
                    }
                }
                case "mounted" -> mounted(storage, destination);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    /** The command line of such a process. */
    static List<String> command(String task, Path destination) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xshare:auto");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(StorageProcess.class.getName());
        command.add(task);
        command.add(destination.toString());
        return command;
    }

    /** Leaves partial files, one beside a replaced file and one a level deeper, and waits to be killed. */
    private static void hang(ReceiverStorage storage, Path destination) throws IOException {
        storage.open(StorageFixture.file("f", 3));
        FileSink deep = ((OpenResult.Receive) storage.open(StorageFixture.file("h\u00e9/sub/f", 3))).sink();
        deep.write(0, ByteBuffer.allocate(2));
        StorageFixture.receive(storage, "done", "whole");
        System.out.println("ready " + storage.sweepStalePartials());
        while (System.in.read() >= 0) {
            continue;
        }
    }

    /** Receives names that are not ASCII, and finds them again as a sender. */
    private static void names(ReceiverStorage storage, Path destination) throws IOException {
        String[] names = {
            "h\u00e9/\u4e2d", RawName.of(new byte[] {(byte) 0xFF, 'x', '?'}).text()
        };
        for (String name : names) {
            CommitResult result = StorageFixture.receive(storage, name, "x");
            System.out.println(result instanceof CommitResult.Committed ? "received" : result);
        }
        storage.open(StorageFixture.link("l\u00e9", "h\u00e9/\u4e2d"));
        try (SourceTree tree = new SourceTree(List.of(destination.resolve(".")), false)) {
            for (SourceItem item = tree.next(); item != null; item = tree.next()) {
                SourceItem.SourceEntry entry = (SourceItem.SourceEntry) item;
                if (entry.name().toString().endsWith(".lock")) {
                    continue;
                }
                if (entry.kind() == ObjectKind.FILE) {
                    try (FileSource source = FileSource.open(entry.path(), false)) {
                        source.readBlocks(0, 1, 1, new ByteBuffer[] {ByteBuffer.allocate(1)}, 0);
                    }
                }
                StringBuilder hex = new StringBuilder();
                for (byte b : entry.name().bytes()) {
                    hex.append(String.format("%02x", b));
                }
                for (byte b : entry.link().bytes()) {
                    hex.append(String.format(".%02x", b));
                }
                System.out.println(hex);
            }
        }
    }

    /** Receives into a disk that is too small: announced too large, and filled by somebody else meanwhile. */
    private static void fill(ReceiverStorage storage) throws IOException {
        OpenResult refused = storage.open(StorageFixture.file("big", 8 << 20));
        System.out.println(((OpenResult.Failed) refused).failure().kind());
        FileSink sink = ((OpenResult.Receive) storage.open(StorageFixture.file("small", 900_000))).sink();
        try {
            for (int offset = 0; offset < 900_000; offset += 100_000) {
                sink.write(offset, ByteBuffer.allocate(100_000));
            }
        } catch (IOException e) {
            System.out.println(sink.failureOf(e).reason());
        }
        sink.discard();
        System.out.println(
                "left " + StorageFixture.leftovers(sink.target().destination().directory()));
    }

    /** Begins a file on a disk that has not even room for its entry in the journal, and another when it has. */
    private static void journal(ReceiverStorage storage, Path destination) throws IOException {
        Path hog = destination.resolve("hog");
        try (FileChannel channel = FileChannel.open(hog, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(4096);
            while (channel.write(page.clear()) > 0) {
                continue;
            }
        } catch (IOException e) {
            System.out.println(FileFailure.kindOf(e));
        }
        System.out.println(((OpenResult.Failed) storage.open(StorageFixture.file("f", 3)))
                .failure()
                .kind());
        System.out.println(names(destination));
        Files.delete(hog);
        System.out.println(StorageFixture.receive(storage, "f", "abc") instanceof CommitResult.Committed);
        System.out.println(names(destination));
    }

    private static List<String> names(Path destination) throws IOException {
        try (Stream<Path> entries = Files.list(destination)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Receives below a mount point, from where nothing can be renamed to or from the destination directory. */
    private static void mounted(ReceiverStorage storage, Path destination) throws IOException {
        System.out.println(StorageFixture.receive(storage, "mnt/sub/f", "x") instanceof CommitResult.Committed);
        System.out.println(storage.open(StorageFixture.object(ObjectKind.DIRECTORY, "mnt/d")));
        System.out.println(storage.open(StorageFixture.object(ObjectKind.DIRECTORY, "mnt/d")));
        System.out.println(storage.open(StorageFixture.link("mnt/sub/l", "f")));
        System.out.println(storage.open(StorageFixture.link("mnt/sub/l", "f")));
        System.out.println(Files.readString(destination.resolve("mnt/sub/l")));
        System.out.println(StorageFixture.leftovers(destination));
    }
}
