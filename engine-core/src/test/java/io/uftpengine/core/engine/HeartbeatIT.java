package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a watchdog relies on. */
@Timeout(60)
class HeartbeatIT {
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration MANY_INTERVALS = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();

    @Test
    void shouldBeatOnlyAsLongAsTheReceiversEventLoopDoesNotHang() throws Exception {
        try (UftpEngine engine = UftpEngine.create()) {
            check(engine.receive(lo.receiver(directory).build(), SessionListener.NONE)::heartbeat);
        }
    }

    @Test
    void shouldBeatOnlyAsLongAsTheSendersEventLoopDoesNotHang() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1, 1);
        try (UftpEngine engine = UftpEngine.create()) {
            // Nobody answers: it announces for long enough.
            check(engine.send(lo.sender(List.of(file)).grtt(5, 5, 5).build(), SessionListener.NONE)::heartbeat);
        }
    }

    private static void check(BiConsumer<Long, Runnable> heartbeat) throws Exception {
        AtomicInteger beats = new AtomicInteger();
        heartbeat.accept(INTERVAL_NS, beats::incrementAndGet);
        Awaitility.await().until(() -> beats.get() > 3);

        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        heartbeat.accept(TimeUnit.HOURS.toNanos(1), () -> {
            hangs.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(hangs.await(10, TimeUnit.SECONDS));
        int before = beats.get();
        Awaitility.await().during(MANY_INTERVALS).until(() -> beats.get() == before);
        release.countDown();
        Awaitility.await().until(() -> beats.get() > before + 3);
    }
}
