package io.uftpengine.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT: lets the running command end cleanly, but not for longer than {@link #PATIENCE_MS}, and
 * makes the process return the command's exit code instead of the virtual machine's 128 + signal. It works as a shutdown
 * hook, which the signals start and which ends the process itself. Used by the main thread and the hook's thread.
 */
final class Interruption {
    /** With the time a virtual machine needs to go down this stays below 2 s. */
    private static final long PATIENCE_MS = 1700;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.INTERRUPTED.code();
    private Runnable reaction;
    private boolean isRequested;

    /** Begins to catch signals. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "interruption"));
    }

    /** What to do to end the command; done at once when the signal was there before. */
    void onRequest(Runnable newReaction) {
        boolean isLate;
        synchronized (this) {
            reaction = newReaction;
            isLate = isRequested;
        }
        if (isLate) {
            newReaction.run();
        }
    }

    private synchronized boolean isRequested() {
        return isRequested;
    }

    /** For steps that nobody can abort from outside: ends the command when a signal has come. */
    void check() throws CommandException {
        if (isRequested()) {
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted", null);
        }
    }

    /** The command is over and has printed everything. */
    void end(int code) {
        exitCode = code;
        ended.countDown();
    }

    /** Asks the command to end, as a signal does; false when there is nothing that could be asked. */
    boolean request() {
        Runnable current;
        synchronized (this) {
            isRequested = true;
            current = reaction;
        }
        if (current != null) {
            current.run();
        }
        return current != null;
    }

    private void shutDown() {
        // The same hook runs on System.exit: then the command has ended already.
        if (ended.getCount() > 0 && request()) {
            try {
                ended.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
        System.out.flush();
        Runtime.getRuntime().halt(exitCode);
    }
}
