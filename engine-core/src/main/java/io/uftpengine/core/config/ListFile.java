package io.uftpengine.core.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of a list file, without line ends; blank lines are skipped (wire facts 13.7). */
final class ListFile {
    /** Receivers that a sender can have (wire facts 14). */
    static final int MAX_LINES = 100_000;

    private ListFile() {}

    static List<String> read(OptionSpec<?> spec, String name) throws OptionException {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            return read(spec, name, in);
        } catch (IOException unreadable) {
            throw OptionException.of(
                    spec, "the file " + name + " cannot be read: " + unreadable, "name a readable file");
        }
    }

    static List<String> read(OptionSpec<?> spec, String name, InputStream in) throws OptionException {
        List<String> lines = new ArrayList<>();
        try {
            // File names are in the platform's encoding.
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
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
