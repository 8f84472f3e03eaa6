package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a sender's status file says, in the reference's line formats (wire facts 13.5). */
final class StatusLines {
    /** One receiver's result for one object. */
    record Result(String receiver, String file, String state) {
        /** True when the sender says that this receiver now holds the file. */
        boolean isCopy() {
            return state.equals("copy") || state.equals("overwritten");
        }
    }

    private final List<String> lines;

    private StatusLines(List<String> lines) {
        this.lines = lines;
    }

    /** Reads a status file; one that was never written is empty. */
    static StatusLines read(Path file) throws IOException {
        return new StatusLines(Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of());
    }

    List<String> lines() {
        return lines;
    }

    /** The lines that do not report a copy, at most twenty, for messages. */
    String summary() {
        return lines.stream()
                .filter(line -> !line.contains(";copy;"))
                .limit(20)
                .toList()
                .toString();
    }

    /** Every RESULT line, in order. A name may hold a semicolon: the fields around it are counted from both ends. */
    List<Result> results() {
        List<Result> results = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(";", -1);
            if (fields[0].equals("RESULT") && fields.length >= 6) {
                int last = fields.length - 1;
                String name = String.join(";", List.of(fields).subList(2, last - 2));
                results.add(new Result(fields[1], name, fields[last - 1]));
            }
        }
        return results;
    }

    /** The RESULT lines of one receiver that say it holds the file. */
    long copies(LabHost receiver) {
        return results().stream()
                .filter(result -> result.receiver().equalsIgnoreCase(receiver.uniqueIdText()) && result.isCopy())
                .count();
    }
}
