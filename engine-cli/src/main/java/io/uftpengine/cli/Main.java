package io.uftpengine.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** The program. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        StatusLine statusLine = null;
        if (StatusLine.isStandardErrorTerminal()) {
            statusLine = new StatusLine(new FileOutputStream(FileDescriptor.err), environment);
            System.setErr(new PrintStream(statusLine, true));
        }
        Interruption interruption = new Interruption();
        interruption.install();
        int code = new CommandRunner(new Surroundings(
                        System.in, System.out, System.err, statusLine, environment, NettyEngine::new, interruption))
                .run(args);
        System.out.flush();
        interruption.end(code);
        System.exit(code);
    }
}
