package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.engine.Loopback.Receiver;
import io.uftpengine.core.engine.Loopback.Recorder;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that are cut, listeners that fail, settings that are wrong. */
class LoopbackEndingIT {
    private static final int SLOW_BITS = 2_000_000;
    private static final long TWO_SECONDS_NS = TimeUnit.SECONDS.toNanos(2);

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();

    /** Waits until data flows. */
    private static final class DataWatch extends WatchedRecorder {
        DataWatch() {
            super(e -> e instanceof SessionEvent.PhaseEntered entered && entered.phase() == SessionEvent.Phase.DATA);
        }
    }

    private static class WatchedRecorder implements SessionListener {
        final Recorder heard = new Recorder();
        final CountDownLatch seen = new CountDownLatch(1);
        private final java.util.function.Predicate<SessionEvent> wanted;

        WatchedRecorder(java.util.function.Predicate<SessionEvent> wanted) {
            this.wanted = wanted;
        }

        @Override
        public void onEvent(int groupId, SessionEvent event) {
            heard.onEvent(groupId, event);
            if (wanted.test(event)) {
                seen.countDown();
            }
        }

        @Override
        public void onProgress(SendProgress progress) {
            heard.onProgress(progress);
        }

        void await() throws InterruptedException {
            assertTrue(seen.await(Loopback.MAX_SECONDS, TimeUnit.SECONDS), "not seen in " + heard.events);
        }
    }

    @Test
    void shouldAbortASenderWithinTwoSeconds() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 5_000_000, 1);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            DataWatch watch = new DataWatch();
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(SLOW_BITS)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    watch);
            watch.await();
            long startNs = System.nanoTime();
            sender.abort("enough");
            sender.abort("again");
            SendReport report = Loopback.await(sender);
            assertTrue(System.nanoTime() - startNs < TWO_SECONDS_NS, "took too long");
            assertEquals(SessionOutcome.INTERRUPTED, report.outcome());
            assertEquals("enough", report.reason());
            for (Receiver receiver : receivers) {
                Awaitility.await()
                        .atMost(2, TimeUnit.SECONDS)
                        .until(() -> receiver.heard().ended() != null);
                assertEquals(
                        SessionOutcome.ABORTED_BY_PEER, receiver.heard().ended().outcome());
                assertTrue(receiver.heard().ended().reason().contains("enough"));
                ReceiveReport received = receiver.stop();
                assertEquals(1, received.sessionsFailed());
                assertEquals(0, received.filesReceived());
                assertEquals(List.of(), Loopback.names(receiver.directory()), "partial file left");
            }
        }
    }

    @Test
    void shouldStopAReceiverWithinTwoSecondsAndTellTheSender() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1_000_000, 2);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            DataWatch watch = new DataWatch();
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(4 * SLOW_BITS)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    watch);
            watch.await();
            long startNs = System.nanoTime();
            ReceiveReport stopped = receivers.get(0).stop();
            assertTrue(System.nanoTime() - startNs < TWO_SECONDS_NS, "took too long");
            assertTrue(stopped.interrupted());
            assertEquals(List.of(), Loopback.names(receivers.get(0).directory()), "partial file left");
            SendReport report = Loopback.await(sender);
            assertEquals(SessionOutcome.COMPLETED, report.outcome());
            assertEquals(ReceiverState.ABORTED, report.receivers().get(0).state());
            assertEquals(ReceiverState.DONE, report.receivers().get(1).state());
            assertFalse(report.isEverythingDelivered());
            Loopback.assertSame(file, receivers.get(1).directory().resolve("a.bin"));
        }
    }

    @Test
    void shouldStopAnIdleReceiver() throws Exception {
        try (UftpEngine engine = UftpEngine.create()) {
            Receiver receiver = lo.receivers(engine, directory, 1).get(0);
            ReceiveReport report = receiver.stop();
            assertEquals(new ReceiveReport(receiver.id(), 0, 0, 0, 0, false), report);
            assertEquals(report, receiver.stop(), "the second stop");
        }
    }

    @Test
    void shouldEndEverythingWhenTheEngineCloses() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 5_000_000, 3);
        SenderHandle sender;
        List<Receiver> receivers;
        long startNs;
        try (UftpEngine engine = UftpEngine.create()) {
            receivers = lo.receivers(engine, directory, 1);
            DataWatch watch = new DataWatch();
            sender = engine.send(
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(SLOW_BITS)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    watch);
            watch.await();
            startNs = System.nanoTime();
        }
        assertTrue(System.nanoTime() - startNs < TWO_SECONDS_NS + TWO_SECONDS_NS / 8, "took too long");
        assertTrue(sender.result().isDone());
        assertEquals(SessionOutcome.INTERRUPTED, sender.result().join().outcome());
        assertTrue(receivers.get(0).handle().result().isDone());
    }

    @Test
    void shouldSurviveAListenerThatThrows() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 100_000, 4);
        SessionListener thrower = new SessionListener() {
            @Override
            public void onEvent(int groupId, SessionEvent event) {
                throw new IllegalStateException("listener, on purpose");
            }

            @Override
            public void onProgress(SendProgress progress) {
                throw new AssertionError("listener, on purpose");
            }
        };
        try (UftpEngine engine = UftpEngine.create()) {
            Path dest = java.nio.file.Files.createDirectory(directory.resolve("dest"));
            engine.receive(lo.receiver(dest).uniqueId(5).build(), thrower);
            SendReport report = Loopback.await(
                    engine.send(lo.sender(List.of(file)).receivers(List.of(5)).build(), thrower));
            assertTrue(report.isEverythingDelivered(), report.toString());
            Loopback.assertSame(file, dest.resolve("a.bin"));
        }
    }

    @Test
    void shouldSurviveAListenerThatBlocks() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 100_000, 5);
        CountDownLatch release = new CountDownLatch(1);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file)).receivers(Loopback.ids(receivers)).build(), new SessionListener() {
                        @Override
                        public void onEvent(int groupId, SessionEvent event) {
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    });
            // The session runs to its end although the listener stands still.
            Awaitility.await()
                    .atMost(Loopback.MAX_SECONDS, TimeUnit.SECONDS)
                    .until(() -> receivers.get(0).heard().ended() != null);
            assertFalse(sender.result().isDone(), "the result comes after the last event");
            release.countDown();
            assertTrue(Loopback.await(sender).isEverythingDelivered());
        }
    }

    @Test
    void shouldReportThatNobodyAnswered() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1000, 6);
        try (UftpEngine engine = UftpEngine.create()) {
            Recorder heard = new Recorder();
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .grtt(0.01, 0.01, 0.01)
                            .robust(10)
                            .receivers(List.of(9))
                            .build(),
                    heard));
            assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, report.outcome());
            assertNotNull(heard.ended());
            assertEquals(ReceiverState.MUTE, report.receivers().get(0).state());
        }
    }

    @Test
    void shouldReportProgress() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 500_000, 7);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 1);
            DataWatch watch = new DataWatch();
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(4 * SLOW_BITS)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    watch));
            assertTrue(report.isEverythingDelivered());
            List<SendProgress> seen = watch.heard.progress;
            assertTrue(seen.size() >= 3, "only " + seen.size() + " reports in half a second");
            long last = 0;
            for (SendProgress progress : seen) {
                assertTrue(progress.totalBytesSent() >= last, seen.toString());
                last = progress.totalBytesSent();
            }
            assertTrue(seen.stream().anyMatch(p -> p.fileName().equals("a.bin") && p.fileBytes() == 500_000));
        }
    }
}
