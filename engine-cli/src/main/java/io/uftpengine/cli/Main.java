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

    /** Netty's events for JDK's flight recorder, which take the first buffer of a process 0.1 s: only for who asks for them. */
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        if (System.getProperty(NETTY_EVENTS) == null) {
            System.setProperty(NETTY_EVENTS, "false");
        }
        Map<String, String> environment = System.getenv();
        Charset charset = LocaleRepair.charset();
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset));
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        StatusLine statusLine = StatusLine.isStandardErrorTerminal() ? new StatusLine(err, charset, environment) : null;
        System.setErr(new PrintStream(statusLine == null ? err : statusLine, true, charset));
        Interruption interruption = new Interruption();
        interruption.install();
        HangUp hangUp = new HangUp();
        inBackground("uftp-hang-up", hangUp::install);
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

    /** What nobody waits for. */
    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
