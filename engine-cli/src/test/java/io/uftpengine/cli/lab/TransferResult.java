package io.uftpengine.cli.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The outcome of one session.
 *
 * @param directory where the logs are
 * @param senderExit the sender's exit code
 * @param elapsed from the sender's start to its end
 * @param report what the sender says about each receiver and file
 * @param copies one per receiver, in host order
 * @param logs the end of every program's output
 */
record TransferResult(
        Path directory, int senderExit, Duration elapsed, SenderReport report, List<Copy> copies, String logs) {
    /**
     * What one receiver holds.
     *
     * @param alive whether the receiver still runs
     * @param differences between the sources and its directory
     * @param wrongButReported files that the sender reports as copied there but that are not right
     */
    record Copy(LabHost host, boolean alive, List<String> differences, List<String> wrongButReported) {
        boolean isRight() {
            return differences.isEmpty();
        }
    }

    /** Fails unless the sender ended with 0, every receiver still runs and holds exactly what was sent. */
    TransferResult assertAllRight() {
        require(senderExit == 0, "the sender ended with " + senderExit);
        for (Copy copy : copies) {
            require(copy.alive(), copy.host() + ": the receiver has ended");
            require(copy.isRight(), copy.host() + ": " + copy.differences());
            require(copy.wrongButReported().isEmpty(), copy.host() + " reported but " + copy.wrongButReported());
            require(report.copies(copy.host()) > 0, copy.host() + ": the sender does not say that it has a copy");
        }
        return this;
    }

    /** Fails when a copy that the sender reports as complete is missing or wrong. */
    TransferResult assertNoneReportedIsWrong() {
        for (Copy copy : copies) {
            require(copy.wrongButReported().isEmpty(), copy.host() + " reported but " + copy.wrongButReported());
        }
        return this;
    }

    /** How many receivers do not hold everything. */
    long failures() {
        return copies.stream().filter(copy -> !copy.isRight()).count();
    }

    void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(
                    otherwise + "\nlogs in " + directory + "\nreport " + report.summary() + "\n" + logs);
        }
    }
}
