package io.uftpengine.crypto.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecureIdsTest {
    private static final int DRAWS = 1000;

    private final SecureIds ids = new SecureIds();

    @Test
    void shouldNeverDrawAnInvalidId() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            int id = ids.nextId();
            assertNotEquals(0, id);
            assertNotEquals(SecureIds.INVALID_ID, id);
            seen.add(id);
        }
        // Two of 1,000 are equal once in 8,600 runs; ten never.
        assertTrue(seen.size() > DRAWS - 10, "only " + seen.size() + " different IDs");
    }

    @Test
    void shouldStayBelowTheBound() {
        for (int i = 0; i < DRAWS; i++) {
            int value = ids.nextInt(3);
            assertTrue(value >= 0 && value < 3, "drew " + value);
        }
        assertEquals(0, ids.nextInt(1));
    }
}
