package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.uftpengine.core.storage.BottomlessDisk;
import io.uftpengine.core.storage.ReceiverStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverWarmUpTest {
    @TempDir
    Path directory;

    @Test
    void shouldGoTheWholeWayAndLeaveNoPartialFile() throws IOException {
        try (ReceiverStorage storage = BottomlessDisk.storage(directory, 2)) {
            assertEquals(
                    2 * ReceiverWarmUp.BLOCKS + ReceiverWarmUp.SMALL_FILES * ReceiverWarmUp.SMALL_BLOCKS,
                    ReceiverWarmUp.blocksReceived(storage));
        }
        try (var left = Files.list(directory)) {
            assertEquals(
                    List.of("zeros"),
                    left.map(p -> p.getFileName().toString())
                            .filter(name -> !name.endsWith(".lock"))
                            .toList());
        }
        assertEquals(List.of(), openIn(directory));
    }

    @Test
    void shouldEndWhenItIsInTheWay() {
        AtomicInteger asked = new AtomicInteger();
        assertEquals(2, ReceiverWarmUp.run(() -> asked.incrementAndGet() > 2));
    }

    /** Files of this process that are open, of those in that directory. */
    private static List<String> openIn(Path directory) throws IOException {
        List<String> open = new ArrayList<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    open.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        open.removeIf(name -> !name.startsWith(directory.toString()));
        return open;
    }
}
