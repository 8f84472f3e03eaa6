package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks {@code tshark}, a dissector that is neither ours nor the reference's, about a capture. */
final class Tshark {
    /** The frames that hold a datagram to or from the session's port. */
    static final String UFTP = "udp.port==1044";

    private static final long TIMEOUT_SECONDS = 60;

    private Tshark() {}

    /** How many frames of the file the filter selects. */
    static int count(Path capture, String filter) throws IOException, InterruptedException {
        return fields(capture, filter, List.of("frame.number")).size();
    }

    /** The values of some fields in every frame that the filter selects; several values of one field are joined by {@code |}. */
    static List<String[]> fields(Path capture, String filter, List<String> names)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-Y", filter));
        command.addAll(List.of("-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|"));
        for (String name : names) {
            command.addAll(List.of("-e", name));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TZ", "UTC");
        Process tshark = builder.start();
        tshark.getOutputStream().close();
        String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!tshark.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || tshark.exitValue() != 0) {
            throw new AssertionError("tshark ended with " + tshark.exitValue() + " for " + command);
        }
        List<String[]> rows = new ArrayList<>();
        for (String line : output.split("\n")) {
            if (!line.isEmpty()) {
                String[] row = line.split("\t", -1);
                if (row.length != names.size()) {
                    throw new AssertionError("tshark gave " + row.length + " of " + names.size() + " fields: " + line);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
