package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class CoolDownTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("198.18.0.1", 1);
    private static final InetSocketAddress OTHER = new InetSocketAddress("198.18.0.2", 1);

    private final CoolDown coolDown = new CoolDown();

    @Test
    void shouldRememberASessionForAWhile() {
        coolDown.add(SOURCE, 5, 0, 100);
        assertTrue(coolDown.contains(SOURCE, 5, 0, 100));
        assertTrue(coolDown.contains(SOURCE, 5, 0, 99 + CoolDown.DURATION_NS));
        assertFalse(coolDown.contains(SOURCE, 5, 0, 100 + CoolDown.DURATION_NS));
        assertEquals(0, coolDown.size(), "forgotten");
    }

    @Test
    void shouldNotConcernRestartsOrOtherSources() {
        coolDown.add(SOURCE, 5, 0, 100);
        assertFalse(coolDown.contains(SOURCE, 5, 1, 100));
        assertFalse(coolDown.contains(SOURCE, 6, 0, 100));
        assertFalse(coolDown.contains(OTHER, 5, 0, 100));
    }

    @Test
    void shouldForgetTheOldestWhenFull() {
        for (int group = 0; group <= CoolDown.MAX_ENTRIES; group++) {
            coolDown.add(SOURCE, group, 0, group);
        }
        assertEquals(CoolDown.MAX_ENTRIES, coolDown.size());
        assertFalse(coolDown.contains(SOURCE, 0, 0, 0));
        assertTrue(coolDown.contains(SOURCE, 1, 0, 1));
    }
}
