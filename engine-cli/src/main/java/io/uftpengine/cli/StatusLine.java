package io.uftpengine.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The last line of a terminal, rewritten in place. It is also the stream below standard error, so that whatever is logged
 * in between first removes the line. Used by several threads.
 */
final class StatusLine extends OutputStream {
    private static final byte[] ERASE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);
    private static final int DEFAULT_WIDTH = 80;
    private static final int MIN_WIDTH = 20;

    private final OutputStream terminal;
    private final Charset charset;
    private final int width;
    private boolean isShown;

    StatusLine(OutputStream terminal, Charset charset, Map<String, String> environment) {
        this.terminal = terminal;
        this.charset = charset;
        String columns = environment.getOrDefault("COLUMNS", "");
        int wide = columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
        this.width = Math.max(wide, MIN_WIDTH);
    }

    /** Whether standard error is a terminal. {@code System.console()} asks for standard input and output instead. */
    static boolean isStandardErrorTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    /** Shows the text in place of the last one. */
    synchronized void show(String text) {
        String line = text.length() < width ? text : text.substring(0, width - 1);
        try {
            terminal.write(ERASE);
            terminal.write(line.getBytes(charset));
            terminal.flush();
            isShown = true;
        } catch (IOException gone) {
            isShown = false;
        }
    }

    /** Removes it. */
    synchronized void clear() {
        if (isShown) {
            isShown = false;
            try {
                terminal.write(ERASE);
                terminal.flush();
            } catch (IOException gone) {
                // A terminal that has gone away shows nothing.
                return;
            }
        }
    }

    @Override
    public synchronized void write(int octet) throws IOException {
        clear();
        terminal.write(octet);
    }

    @Override
    public synchronized void write(byte[] octets, int offset, int length) throws IOException {
        clear();
        terminal.write(octets, offset, length);
    }

    @Override
    public synchronized void flush() throws IOException {
        terminal.flush();
    }
}
