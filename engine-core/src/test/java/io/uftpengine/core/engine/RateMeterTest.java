package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final RateMeter meter = new RateMeter(7);

    @Test
    void shouldBeginWithTheMean() {
        assertEquals(50, meter.perSecond(100, 7 + 2 * SECOND_NS));
    }

    @Test
    void shouldMeasureSinceTheLastLook() {
        meter.perSecond(100, 7 + SECOND_NS);
        assertEquals(2000, meter.perSecond(1100, 7 + SECOND_NS + SECOND_NS / 2));
        assertEquals(0, meter.perSecond(1100, 7 + 3 * SECOND_NS));
    }

    @Test
    void shouldForgetALookThatIsTooOld() {
        meter.perSecond(100, 7 + SECOND_NS);
        long laterNs = 7 + SECOND_NS + RateMeter.MAX_AGE_NS + SECOND_NS;
        assertEquals(100.0, meter.perSecond(1200, laterNs), 0.001);
    }

    @Test
    void shouldNotDivideByNothing() {
        assertEquals(0, meter.perSecond(100, 7));
    }
}
