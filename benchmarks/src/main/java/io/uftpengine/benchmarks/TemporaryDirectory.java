package io.uftpengine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory for what a benchmark writes. */
public final class TemporaryDirectory {
    private TemporaryDirectory() {}

    /** @param parent empty = that of the system (java.io.tmpdir) */
    public static Path make(String parent) throws IOException {
        String prefix = "uftp-benchmark";
        return parent.isEmpty()
                ? Files.createTempDirectory(prefix)
                : Files.createTempDirectory(Path.of(parent), prefix);
    }

    /** With all that is in it. */
    public static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(directory)) {
            all = tree.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }
}
