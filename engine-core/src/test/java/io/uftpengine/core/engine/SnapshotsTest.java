package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private long nowNs = -5;
    private int looks;
    private RuntimeException fault;
    private final Snapshots snapshots = new Snapshots(
            loop::add,
            lookNs -> {
                looks++;
                if (fault != null) {
                    throw fault;
                }
                return List.of();
            },
            () -> nowNs);

    @Test
    void shouldDoNothingWhileNobodyAsks() {
        assertEquals(0, loop.size());
    }

    @Test
    void shouldLookOnTheLoopTwiceASecondAtMost() {
        CompletableFuture<List<SessionSnapshot>> first = snapshots.current();
        assertEquals(0, looks, "on the loop, not here");
        for (int i = 0; i < 100; i++) {
            assertFalse(snapshots.current().isDone());
        }
        assertEquals(1, loop.size());
        loop.remove().run();
        assertTrue(first.isDone());
        nowNs += Snapshots.MIN_INTERVAL_NS - 1;
        assertTrue(snapshots.current().isDone());
        assertEquals(0, loop.size());
        nowNs++;
        assertFalse(snapshots.current().isDone());
        loop.remove().run();
        assertEquals(2, looks);
    }

    @Test
    void shouldNotAskALoopAgainThatDoesNotAnswer() {
        for (int i = 0; i < 100; i++) {
            snapshots.current();
            nowNs += Snapshots.MIN_INTERVAL_NS;
        }
        assertEquals(1, loop.size());
    }

    @Test
    void shouldNotBeSpoiltByWhoAsks() {
        snapshots.current().completeExceptionally(new IllegalStateException());
        CompletableFuture<List<SessionSnapshot>> other = snapshots.current();
        loop.remove().run();
        assertEquals(List.of(), other.join());
    }

    @Test
    void shouldHandOnADefect() {
        fault = new IllegalStateException("broken");
        CompletableFuture<List<SessionSnapshot>> asked = snapshots.current();
        loop.remove().run();
        assertThrows(CompletionException.class, asked::join);
    }

    @Test
    void shouldAnswerWhoeverWaitsAtTheEnd() {
        CompletableFuture<List<SessionSnapshot>> waiting = snapshots.current();
        snapshots.end();
        assertEquals(List.of(), waiting.join());
        assertEquals(List.of(), snapshots.current().join());
        assertEquals(1, loop.size());
    }
}
