package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FILE_BEGAN_NS = Long.MAX_VALUE - SECOND_NS;

    private final RateMeter meter = new RateMeter();

    private double look(long bytes, long fileBytes, long sinceFileNs) {
        return meter.perSecond(bytes, fileBytes, FILE_BEGAN_NS, FILE_BEGAN_NS + sinceFileNs);
    }

    @Test
    void shouldBeginWithTheFileUnderWay() {
        assertEquals(50, look(10_000, 100, 2 * SECOND_NS));
    }

    @Test
    void shouldMeasureSinceTheLastLook() {
        look(10_100, 100, SECOND_NS);
        assertEquals(2000, look(11_100, 1100, SECOND_NS + SECOND_NS / 2));
        assertEquals(0, look(11_100, 1100, 3 * SECOND_NS));
    }

    @Test
    void shouldForgetALookThatIsTooOld() {
        look(10_100, 100, SECOND_NS);
        assertEquals(100, look(11_200, 1200, 2 * SECOND_NS + RateMeter.MAX_AGE_NS));
    }

    @Test
    void shouldNotDivideByNothing() {
        assertEquals(0, look(100, 100, 0));
    }
}
