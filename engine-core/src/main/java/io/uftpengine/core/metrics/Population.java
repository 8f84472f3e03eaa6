package io.uftpengine.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Things that come and go, of which sums are wanted: what one has counted stays counted when it has gone. Safe for use by any thread. */
final class Population<T> {
    /** A sum over all that ever were. It never goes down if none of theirs does. */
    final class Count {
        private final ToLongFunction<? super T> of;
        private long ofThoseGone;

        private Count(ToLongFunction<? super T> of) {
            this.of = of;
        }

        long value() {
            synchronized (Population.this) {
                long sum = ofThoseGone;
                for (T one : present) {
                    sum += of.applyAsLong(one);
                }
                return sum;
            }
        }
    }

    private final List<T> present = new ArrayList<>();
    private final List<Count> counts = new ArrayList<>();

    synchronized Count count(ToLongFunction<? super T> of) {
        Count count = new Count(of);
        counts.add(count);
        return count;
    }

    synchronized void enter(T one) {
        present.add(one);
    }

    /** Its numbers are final. Harmless when it has gone. */
    synchronized void leave(T one) {
        if (present.remove(one)) {
            for (Count count : counts) {
                count.ofThoseGone += count.of.applyAsLong(one);
            }
        }
    }

    /** Over those that are present. */
    synchronized double sum(ToDoubleFunction<? super T> of) {
        double sum = 0;
        for (T one : present) {
            sum += of.applyAsDouble(one);
        }
        return sum;
    }

    /** Of those that are present; 0 without any. */
    synchronized double max(ToDoubleFunction<? super T> of) {
        double max = 0;
        for (T one : present) {
            max = Math.max(max, of.applyAsDouble(one));
        }
        return max;
    }
}
