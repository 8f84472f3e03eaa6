package io.uftpengine.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;

/** The program. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        Charset charset = LocaleRepair.charset();
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset));
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        StatusLine statusLine = StatusLine.isStandardErrorTerminal() ? new StatusLine(err, charset, environment) : null;
        System.setErr(new PrintStream(statusLine == null ? err : statusLine, true, charset));
        Interruption interruption = new Interruption();
        interruption.install();
        HangUp hangUp = new HangUp();
        hangUp.install();
        int code = new CommandRunner(new Surroundings(
                        System.in,
                        System.out,
                        System.err,
                        statusLine,
                        environment,
                        NettyEngine::new,
                        interruption,
                        hangUp))
                .run(LocaleRepair.arguments(args));
        System.out.flush();
        interruption.end(code);
        System.exit(code);
    }
}
