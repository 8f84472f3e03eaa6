package io.uftpengine.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who has gone still counts, and is not among those that are present. */
class PopulationTest {
    private final Population<AtomicLong> numbers = new Population<>();
    private final Population<AtomicLong>.Count count = numbers.count(AtomicLong::get);

    @Test
    void shouldKeepWhatHasBeenCounted() {
        AtomicLong one = new AtomicLong(3);
        AtomicLong other = new AtomicLong(4);
        numbers.enter(one);
        numbers.enter(other);
        assertEquals(7, count.value());
        one.set(5);
        numbers.leave(one);
        assertEquals(9, count.value());
        one.set(100);
        assertEquals(9, count.value(), "it has gone");
        other.set(10);
        assertEquals(15, count.value());
    }

    @Test
    void shouldForgetNobodyTwice() {
        AtomicLong one = new AtomicLong(3);
        numbers.enter(one);
        numbers.leave(one);
        numbers.leave(one);
        numbers.leave(new AtomicLong(50));
        assertEquals(3, count.value());
    }

    @Test
    void shouldSumOnlyThoseThatArePresent() {
        AtomicLong one = new AtomicLong(3);
        numbers.enter(one);
        numbers.enter(new AtomicLong(4));
        assertEquals(7, numbers.sum(AtomicLong::doubleValue));
        assertEquals(4, numbers.max(AtomicLong::doubleValue));
        numbers.leave(one);
        assertEquals(4, numbers.sum(AtomicLong::doubleValue));
        assertEquals(0, new Population<AtomicLong>().max(AtomicLong::doubleValue));
    }
}
