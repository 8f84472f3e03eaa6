package io.uftpengine.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Waits for the engine and does something several times a second meanwhile. */
final class Waiting {
    private static final long TICK_MS = 200;

    private Waiting() {}

    /** @param tick called with the time in ns, on this thread; once more after the end */
    static <T> T forResult(CompletableFuture<T> result, LongConsumer tick) throws CommandException {
        while (true) {
            try {
                T value = result.get(TICK_MS, TimeUnit.MILLISECONDS);
                tick.accept(System.nanoTime());
                return value;
            } catch (TimeoutException notYet) {
                tick.accept(System.nanoTime());
            } catch (ExecutionException defect) {
                throw new CommandException(
                        ExitCode.DEFECT,
                        "defect: " + defect.getCause() + "; please report this with the log of -x 5",
                        defect.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CommandException(ExitCode.INTERRUPTED, "interrupted", interrupted);
            }
        }
    }
}
