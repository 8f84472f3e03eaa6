package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a sender says about each receiver and file: the reference in its status file, the engine in its JSON report. */
final class SenderReport {
    /** One receiver's result for one object: copy, overwritten, skipped, rejected, mute, lost or aborted. */
    record Result(String receiver, String file, String state) {
        /** True when the sender says that this receiver now holds the file. */
        boolean isCopy() {
            return state.equals("copy") || state.equals("overwritten");
        }
    }

    private static final int MAX_IN_SUMMARY = 20;

    private final List<Result> results;

    private SenderReport(List<Result> results) {
        this.results = results;
    }

    /**
     * Reads the reference's status file (wire facts 13.5); one that was never written is empty. A name may hold a semicolon: the
     * fields around it are counted from both ends.
     */
    static SenderReport ofStatusFile(Path file) throws IOException {
        List<Result> results = new ArrayList<>();
        List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        for (String line : lines) {
            String[] fields = line.split(";", -1);
            if (fields[0].equals("RESULT") && fields.length >= 6) {
                int last = fields.length - 1;
                String name = String.join(";", List.of(fields).subList(2, last - 2));
                results.add(new Result(fields[1], name, fields[last - 1]));
            }
        }
        return new SenderReport(results);
    }

    /** Reads the engine's report, the one JSON object on its standard output; one that was killed has none. */
    static SenderReport ofJson(Path standardOutput) throws IOException {
        String text = Files.readString(standardOutput, StandardCharsets.UTF_8).trim();
        List<Result> results = new ArrayList<>();
        if (!text.isEmpty()) {
            Map<?, ?> report = (Map<?, ?>) Json.read(text);
            for (Object element : list(report, "receivers")) {
                Map<?, ?> receiver = (Map<?, ?>) element;
                for (Object file : list(receiver, "files")) {
                    Map<?, ?> result = (Map<?, ?>) file;
                    results.add(new Result(
                            (String) receiver.get("id"), (String) result.get("name"), (String) result.get("result")));
                }
            }
        }
        return new SenderReport(results);
    }

    List<Result> results() {
        return results;
    }

    /** The results that are no copies, at most twenty, for messages. */
    String summary() {
        return results.stream()
                .filter(result -> !result.isCopy())
                .limit(MAX_IN_SUMMARY)
                .toList()
                .toString();
    }

    /** How many files the sender says this receiver holds. */
    long copies(LabHost receiver) {
        return of(receiver).stream().filter(Result::isCopy).count();
    }

    /** The results of one receiver. */
    List<Result> of(LabHost receiver) {
        return results.stream()
                .filter(result -> result.receiver().equalsIgnoreCase(receiver.uniqueIdText()))
                .toList();
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list ? list : List.of();
    }
}
