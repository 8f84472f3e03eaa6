package io.uftpengine.cli.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.SplittableRandom;

/** Files to send: content from a fixed seed, and the same time of modification in every run. */
final class TestFiles {
    /** Seed of all content; a file's own content also depends on its size. */
    static final long SEED = 20_261_120L;

    private static final int CHUNK = 1 << 16;
    private static final Instant EPOCH = Instant.parse("2003-02-01T04:05:06Z");
    private static final String[] DIRECTORIES = {
        "plain", "with space", "ünïcödé", "目录", "deep/er/and/deeper", "\uD83D\uDE80 rocket"
    };

    private TestFiles() {}

    /** A file of that size, called {@code PREFIX-SIZE}. */
    static synchronized Path file(String prefix, long size) throws IOException {
        Path directory = Files.createDirectories(LabSettings.files().resolve("s"));
        Path file = directory.resolve(prefix + "-" + size);
        if (!Files.exists(file) || Files.size(file) != size) {
            fill(file, size, new SplittableRandom(SEED ^ size));
            setTime(file, size % 100_000);
        }
        return file;
    }

    /**
     * A tree of that many files of 0 to 4,000 bytes, with spaces, UTF-8, names of 255 bytes (the longest a file system takes),
     * and an empty directory. Whole names stay below 300 bytes, the reference's limit (wire facts 14).
     */
    static synchronized Path tree(int files) throws IOException {
        Path root = LabSettings.files().resolve("s").resolve("t");
        Path done = root.resolveSibling("t.done");
        if (Files.exists(done)) {
            return root;
        }
        delete(root);
        SplittableRandom random = new SplittableRandom(SEED + files);
        Files.createDirectories(root.resolve("empty directory"));
        for (int i = 0; i < files; i++) {
            Path file;
            if (i % 50 == 0) {
                file = root.resolve(longName(i));
            } else {
                Path directory = Files.createDirectories(root.resolve(DIRECTORIES[i % DIRECTORIES.length]));
                file = directory.resolve(i % 2 == 0 ? "file " + i + " .bin" : "dâta-" + i + "–ß.txt");
            }
            fill(file, random.nextInt(4001), random);
            setTime(file, i);
        }
        Files.createFile(done);
        return root;
    }

    /** Removes a file or a tree, if it is there. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A name of exactly 255 bytes; every other one ends in characters of two bytes. */
    private static String longName(int i) {
        StringBuilder name = new StringBuilder("long " + i + " ");
        while (name.toString().getBytes(StandardCharsets.UTF_8).length < 255) {
            int left = 255 - name.toString().getBytes(StandardCharsets.UTF_8).length;
            name.append(i % 100 == 0 && left >= 2 ? 'é' : 'x');
        }
        return name.toString();
    }

    private static void fill(Path file, long size, SplittableRandom random) throws IOException {
        byte[] chunk = new byte[CHUNK];
        ByteBuffer longs = ByteBuffer.wrap(chunk);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; ) {
                for (int i = 0; i < CHUNK; i += Long.BYTES) {
                    longs.putLong(i, random.nextLong());
                }
                int now = (int) Math.min(left, CHUNK);
                out.write(chunk, 0, now);
                left -= now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void setTime(Path file, long seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(EPOCH.plusSeconds(seconds)));
    }
}
