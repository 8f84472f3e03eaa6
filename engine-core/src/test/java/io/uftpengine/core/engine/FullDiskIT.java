package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.engine.Loopback.Recorder;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.storage.FullDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up costs one receiver the session, with a reason; the others do not notice. */
class FullDiskIT {
    private static final int FULL_AFTER = 300_000;

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();

    @Test
    void shouldAbortTheReceiverWhoseDiskIsFull() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 2_000_000, 1);
        Path good = Files.createDirectory(directory.resolve("good"));
        Path full = Files.createDirectory(directory.resolve("full"));
        Recorder heard = new Recorder();
        try (UftpEngine engine = UftpEngine.create();
                UftpEngine withFullDisk =
                        new UftpEngine((dirs, policy, id) -> FullDisk.storage(dirs, id, FULL_AFTER))) {
            engine.receive(lo.receiver(good).uniqueId(1).build(), SessionListener.NONE);
            ReceiverHandle stuck =
                    withFullDisk.receive(lo.receiver(full).uniqueId(2).build(), heard);
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(20_000_000)
                            .receivers(List.of(1, 2))
                            .build(),
                    SessionListener.NONE));
            assertEquals(SessionOutcome.COMPLETED, report.outcome());
            assertEquals(ReceiverState.DONE, report.receivers().get(0).state());
            assertEquals(ReceiverState.ABORTED, report.receivers().get(1).state());
            String reason = report.receivers().get(1).reason();
            assertTrue(reason.contains("no space left"), reason);
            Loopback.assertSame(file, good.resolve("a.bin"));
            ReceiveReport stopped = stuck.stop("the test is over").get(Loopback.MAX_SECONDS, TimeUnit.SECONDS);
            assertEquals(1, stopped.sessionsFailed());
            assertEquals(0, stopped.filesReceived());
            assertEquals(SessionOutcome.FAILED, heard.ended().outcome());
            assertEquals(List.of(), Loopback.names(full), "partial file left");
        }
    }
}
