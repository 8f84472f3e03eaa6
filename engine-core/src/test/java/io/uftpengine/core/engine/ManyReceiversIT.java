package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.Loopback.Receiver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many receivers in one process: the small one of what {@code benchmarks} does with a hundred. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ManyReceiversIT {
    private static final int RECEIVERS = 20;

    /** A socket buffer holds all of it, so that nothing need be lost while a receiver waits for a processor. */
    private static final int FILE_BYTES = 2_000_000;

    private static final int BLOCKS = (FILE_BYTES + 1299) / 1300;
    private static final long RATE_BITS = 100_000_000;

    @TempDir
    Path directory;

    @Test
    void shouldReachAllAtARate() throws Exception {
        SendReport report = transfer(sender -> sender.rateBitsPerSecond(RATE_BITS));
        assertTrue(report.blocksRetransmitted() <= BLOCKS / 100, report.toString());
    }

    @Test
    void shouldReachAllWithoutALimit() throws Exception {
        SendReport report = transfer(sender -> sender.rateBitsPerSecond(SenderConfig.UNLIMITED_RATE));
        assertTrue(report.blocksRetransmitted() <= BLOCKS, report.toString());
    }

    private SendReport transfer(UnaryOperator<SenderConfig.Builder> change) throws Exception {
        Loopback lo = new Loopback();
        Path file = Loopback.file(directory, "file", FILE_BYTES, 1);
        try (UftpEngine receiving = UftpEngine.create();
                UftpEngine sending = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(receiving, directory, RECEIVERS);
            SendReport report = Loopback.await(sending.send(
                    change.apply(lo.sender(List.of(file)).receivers(Loopback.ids(receivers)))
                            .build(),
                    SessionListener.NONE));
            assertTrue(report.isEverythingDelivered(), report.toString());
            assertEquals(RECEIVERS, report.receivers().size());
            assertEquals(BLOCKS, report.blocksSent() - report.blocksRetransmitted(), report.toString());
            for (Receiver receiver : receivers) {
                ReceiveReport received = receiver.stop();
                assertEquals(1, received.filesReceived(), received.toString());
                assertEquals(FILE_BYTES, received.bytesReceived());
                Loopback.assertSame(file, receiver.directory().resolve("file"));
            }
            return report;
        }
    }
}
