package io.uftpengine.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Makes the program behave the same without a locale, as services and containers are started, as with one: Java then takes
 * everything for ASCII, and letters beyond it in arguments are lost before the program begins. It is UTF-8 instead.
 */
final class LocaleRepair {
    private static final char LOST = '\uFFFD';

    private LocaleRepair() {}

    /** What to write to standard output and error: the locale's encoding, or UTF-8 in place of ASCII. */
    static Charset charset() {
        String name = System.getProperty("native.encoding");
        Charset locale = name == null ? Charset.defaultCharset() : Charset.forName(name);
        return locale.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : locale;
    }

    /** The arguments, as they were before Java lost letters. */
    static String[] arguments(String[] args) {
        if (Arrays.stream(args).noneMatch(arg -> arg.indexOf(LOST) >= 0)) {
            return args;
        }
        try {
            return arguments(args, Files.readAllBytes(Path.of("/proc/self/cmdline")));
        } catch (IOException notLinux) {
            return args;
        }
    }

    /** @param commandLine Linux's record: every argument, the launcher's first, ended by a zero byte */
    static String[] arguments(String[] args, byte[] commandLine) {
        // The zero after the last one would make an empty argument of its own: -1 keeps that, and other empty ones.
        String[] all = new String(commandLine, StandardCharsets.UTF_8).split("\0", -1);
        int first = all.length - 1 - args.length;
        if (first < 0) {
            return args;
        }
        String[] whole = Arrays.copyOfRange(all, first, all.length - 1);
        for (int i = 0; i < args.length; i++) {
            // What Java did not lose has to be the same, or these are not our arguments.
            if (args[i].indexOf(LOST) < 0 && !args[i].equals(whole[i])) {
                return args;
            }
        }
        return whole;
    }
}
