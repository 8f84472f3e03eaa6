package io.uftpengine.cli;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.config.ValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code health}: asks a running engine whether it is ready. A container does that every few seconds, so it is one socket and nothing
 * that takes time to load.
 */
final class HealthCommand {
    static final String NAME = "health";

    /** For everything: looking the host up, connecting, asking, the answer. */
    private static final long TIMEOUT_MS = 2_000;

    /** The answer of an engine has a tenth of it. */
    private static final int MAX_ANSWER_BYTES = 4096;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
    private static final String OK = "200";
    private static final String UNAVAILABLE = "503";

    private final String where;
    private final PrintStream out;

    HealthCommand(String where, PrintStream out) {
        this.where = where;
        this.out = out;
    }

    ExitCode run() throws CommandException {
        ListenAddress address = address();
        FutureTask<String> question = new FutureTask<>(() -> ask(address));
        // A thread of its own: nothing else ends a look-up of a name in time.
        Thread asking = new Thread(question, NAME);
        asking.setDaemon(true);
        asking.start();
        try {
            judge(question.get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            throw notReady("no answer within " + TIMEOUT_MS / 1000 + " s", late);
        } catch (ExecutionException fault) {
            Throwable cause = fault.getCause();
            throw notReady("no answer: " + (cause.getMessage() == null ? cause : cause.getMessage()), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted", interrupted);
        }
        out.println("ready");
        return ExitCode.DONE;
    }

    private ListenAddress address() throws CommandException {
        try {
            ListenAddress address = ListenAddress.parse(where);
            if (address.port() == 0) {
                throw new ValueException("has no port", "give the one that --metrics has, or the log names");
            }
            return address;
        } catch (ValueException fault) {
            throw new CommandException(
                    ExitCode.BAD_OPTION,
                    NAME + ": \"" + where + "\" " + fault.getMessage() + "; " + fault.cure(),
                    fault);
        }
    }

    /** The whole answer, or as much of it as could be one. */
    private static String ask(ListenAddress address) throws IOException {
        InetAddress host =
                address.host().isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(address.host());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, address.port()), (int) TIMEOUT_MS);
            socket.getOutputStream()
                    .write(("GET /readyz HTTP/1.1\r\nHost: " + address + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        }
    }

    private void judge(String answer) throws CommandException {
        Matcher status = STATUS.matcher(answer.lines().findFirst().orElse(""));
        if (!status.matches()) {
            throw notReady("something else than an engine answers there; give the address that --metrics has", null);
        }
        String body = answer.substring(Math.max(0, answer.indexOf("\r\n\r\n"))).strip();
        String code = status.group(1);
        if (code.equals(UNAVAILABLE)) {
            throw notReady(body.lines().findFirst().orElse("not ready"), null);
        }
        if (!code.equals(OK)) {
            throw notReady("HTTP status " + code + "; give the address that --metrics has", null);
        }
    }

    private CommandException notReady(String why, Throwable cause) {
        return new CommandException(ExitCode.NOT_READY, NAME + " " + where + ": " + why, cause);
    }
}
