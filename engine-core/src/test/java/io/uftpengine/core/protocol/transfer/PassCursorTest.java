package io.uftpengine.core.protocol.transfer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Blocks of 1 byte, so that a section has 8 blocks. */
class PassCursorTest {
    private static final int SECTION_BLOCKS = 8;

    private static PassCursor cursor() {
        return new PassCursor(new SectionLayout(4 * SECTION_BLOCKS, 1));
    }

    @Test
    void shouldKnowTheShortestStayInASection() {
        PassCursor cursor = cursor();
        cursor.start();
        cursor.sent(0, 100);
        cursor.sent(5, 120);
        cursor.sent(SECTION_BLOCKS, 150);
        assertTrue(cursor.stayedInEachFor(50));
        assertFalse(cursor.stayedInEachFor(51));
        cursor.sent(3 * SECTION_BLOCKS, 180);
        cursor.sent(3 * SECTION_BLOCKS + 1, 181);
        assertTrue(cursor.stayedInEachFor(30), "the last one does not count");
        assertFalse(cursor.stayedInEachFor(31));
    }

    @Test
    void shouldForgetTheStaysOfThePassBefore() {
        PassCursor cursor = cursor();
        cursor.start();
        cursor.sent(0, 0);
        cursor.sent(SECTION_BLOCKS, 1);
        cursor.stop();
        cursor.start();
        cursor.sent(0, 10);
        assertTrue(cursor.stayedInEachFor(Long.MAX_VALUE), "it has left none yet");
        cursor.sent(SECTION_BLOCKS, 100);
        assertTrue(cursor.stayedInEachFor(90));
        assertFalse(cursor.stayedInEachFor(91));
    }
}
