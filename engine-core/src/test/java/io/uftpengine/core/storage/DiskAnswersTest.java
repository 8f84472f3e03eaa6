package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Which answers of a disk thread go to the event loop when, and that none is lost without a word. */
class DiskAnswersTest {
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private boolean loopGone;
    private final DiskAnswers answers = new DiskAnswers(task -> {
        if (loopGone) {
            throw new RejectedExecutionException();
        }
        loop.add(task);
    });

    private DiskAnswers.Answer answer(String name) {
        return DiskAnswers.Answer.of(() -> log.add(name), () -> log.add(name + " lost"));
    }

    private int runLoop() {
        int count = 0;
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    @Test
    void shouldTellEachByItself() {
        answers.tell(answer("a"));
        answers.tell(answer("b"));
        assertEquals(2, runLoop());
        answers.tellLast(() -> log.add("last"));
        assertEquals(1, runLoop());
        assertEquals(List.of("a", "b", "last"), log);
    }

    @Test
    void shouldTellAllWithTheLastInTheirOrder() {
        answers.tell(answer("before"));
        answers.holdForTheLast();
        answers.tell(answer("a"));
        answers.tell(answer("b"));
        assertEquals(1, runLoop());
        answers.tellLast(() -> log.add("last"));
        assertEquals(1, runLoop());
        assertEquals(List.of("before", "a", "b", "last"), log);
    }

    @Test
    void shouldLetGoWhatIsHeldAndHoldNothingMore() {
        answers.holdForTheLast();
        answers.tell(answer("a"));
        answers.release();
        assertEquals(List.of("a"), log);
        answers.tell(answer("b"));
        assertEquals(1, runLoop());
        assertEquals(List.of("a", "b"), log);
    }

    /** The disk thread is not waited for: an answer that comes while others are let go goes with them or by itself. */
    @Test
    void shouldLoseNoneThatComesWhileOthersAreLetGo() {
        answers.holdForTheLast();
        answers.tell(DiskAnswers.Answer.of(() -> answers.tell(answer("b")), () -> {}));
        answers.release();
        runLoop();
        assertEquals(List.of("b"), log);
    }

    @Test
    void shouldSayOfEachThatItIsLostWhenTheLoopIsGone() {
        loopGone = true;
        answers.tell(answer("a"));
        answers.holdForTheLast();
        answers.tell(answer("b"));
        answers.tell(answer("c"));
        assertEquals(List.of("a lost"), log);
        answers.tellLast(() -> log.add("last"));
        assertEquals(List.of("a lost", "b lost", "c lost"), log);
    }
}
