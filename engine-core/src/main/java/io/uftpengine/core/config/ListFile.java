package io.uftpengine.core.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The lines of a list file, UTF-8, without line ends; blank lines are skipped (wire facts 13.7). */
final class ListFile {
    /** Receivers that a sender can have (wire facts 14). */
    static final int MAX_LINES = 100_000;

    private ListFile() {}

    static List<String> read(OptionSpec<?> spec, String name) throws OptionException {
        try (InputStream in = Files.newInputStream(NativePath.of(name))) {
            return read(spec, name, in);
        } catch (IOException unreadable) {
            throw OptionException.of(
                    spec, "the file " + name + " cannot be read: " + unreadable, "name a readable file");
        }
    }

    static List<String> read(OptionSpec<?> spec, String name, InputStream in) throws OptionException {
        List<String> lines = new ArrayList<>();
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                if (lines.size() == MAX_LINES) {
                    throw OptionException.of(
                            spec, "the list " + name + " is longer than " + MAX_LINES + " lines", "split it");
                }
                lines.add(line);
            }
        } catch (IOException unreadable) {
            throw OptionException.of(spec, "the list " + name + " cannot be read: " + unreadable, "check it");
        }
        return lines;
    }
}
