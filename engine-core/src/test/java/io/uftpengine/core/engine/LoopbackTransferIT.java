package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackTransferIT {
    private static final int FIVE_MB = 5_000_000;

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();

    private List<Path> startReceivers(UftpEngine engine, int count, List<ReceiverHandle> handles) throws Exception {
        List<Path> directories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path dest = Files.createDirectory(directory.resolve("r" + i));
            directories.add(dest);
            handles.add(engine.receive(lo.receiver(dest).build(), SessionListener.NONE));
        }
        return directories;
    }

    @Test
    void shouldDeliverToThreeReceivers() throws Exception {
        Path file = Loopback.file(directory, "a.bin", FIVE_MB, 1);
        try (UftpEngine engine = UftpEngine.create()) {
            List<ReceiverHandle> receivers = new ArrayList<>();
            List<Path> directories = startReceivers(engine, 3, receivers);
            SendReport report =
                    Loopback.await(engine.send(lo.sender(List.of(file)).build(), SessionListener.NONE));
            System.out.println(report);
            assertEquals(SessionOutcome.COMPLETED, report.outcome());
            assertTrue(report.isEverythingDelivered(), report.toString());
            assertEquals(3, report.receivers().size());
            for (int i = 0; i < 3; i++) {
                Loopback.assertSame(file, directories.get(i).resolve("a.bin"));
                assertEquals(List.of("a.bin"), Loopback.names(directories.get(i)));
                ReceiveReport received = receivers.get(i).stop("test over").get(5, TimeUnit.SECONDS);
                assertEquals(1, received.filesReceived());
                assertEquals(FIVE_MB, received.bytesReceived());
                assertEquals(1, received.sessionsCompleted());
                assertEquals(0, received.sessionsFailed());
            }
        }
    }
}
