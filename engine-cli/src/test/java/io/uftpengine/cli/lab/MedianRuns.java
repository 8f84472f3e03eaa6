package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** How long several runs of the same took. */
final class MedianRuns {
    private final String name;
    private final List<Duration> runs = new ArrayList<>();

    MedianRuns(String name) {
        this.name = name;
    }

    void add(Duration run) {
        runs.add(run);
    }

    /** The middle one, of an odd number. */
    Duration median() {
        List<Duration> sorted = new ArrayList<>(runs);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    void assertAtMost(Duration limit) {
        assertTrue(median().compareTo(limit) <= 0, () -> this + ": not at most " + text(limit));
    }

    private static String text(Duration duration) {
        return String.format("%.2f s", duration.toNanos() / 1e9);
    }

    @Override
    public String toString() {
        return name + " " + text(median())
                + runs.stream().map(MedianRuns::text).collect(Collectors.joining(", ", " (", ")"));
    }
}
