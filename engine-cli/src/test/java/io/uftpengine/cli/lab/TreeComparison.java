package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compares what was sent with what a receiver holds: names, kinds, bytes, and files' times of modification in seconds. */
final class TreeComparison {
    private static final int MAX_DIFFERENCES = 5;

    private TreeComparison() {}

    /**
     * The differences between the sources and the content of a destination directory, at most five; empty when they are
     * alike. Whatever the destination holds beyond the sources is a difference.
     */
    static List<String> differences(List<Path> sources, Path destination) throws IOException {
        Map<String, Path> expected = new TreeMap<>();
        for (Path source : sources) {
            expected.putAll(list(source, source.getParent()));
        }
        Map<String, Path> found = list(destination, destination);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, Path> entry : expected.entrySet()) {
            Path copy = found.remove(entry.getKey());
            String difference = copy == null ? "missing" : difference(entry.getValue(), copy);
            if (difference != null) {
                differences.add(difference + ": " + entry.getKey());
            }
        }
        found.keySet().forEach(extra -> differences.add("extra: " + extra));
        return differences.size() > MAX_DIFFERENCES ? differences.subList(0, MAX_DIFFERENCES) : differences;
    }

    /** What distinguishes a copy from its source, or null. */
    static String difference(Path source, Path copy) throws IOException {
        if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            return Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS) ? null : "no directory";
        }
        if (!Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
            return "no regular file";
        }
        long mismatch = Files.mismatch(source, copy);
        if (mismatch >= 0) {
            return "differs at byte " + mismatch + " (" + Files.size(copy) + " of " + Files.size(source) + " bytes)";
        }
        long sent = Files.getLastModifiedTime(source).to(TimeUnit.SECONDS);
        long received = Files.getLastModifiedTime(copy).to(TimeUnit.SECONDS);
        return sent == received ? null : "modified at " + received + " instead of " + sent;
    }

    private static Map<String, Path> list(Path root, Path base) throws IOException {
        Map<String, Path> paths = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(path -> !path.equals(base))
                    .forEach(path -> paths.put(base.relativize(path).toString(), path));
        }
        return paths;
    }
}
