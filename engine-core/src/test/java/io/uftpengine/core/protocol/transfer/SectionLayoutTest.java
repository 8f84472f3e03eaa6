package io.uftpengine.core.protocol.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Wire facts 4. */
class SectionLayoutTest {
    @Test
    void shouldHaveNoSectionWithoutBytes() {
        SectionLayout layout = new SectionLayout(0, 1300);
        assertEquals(0, layout.blocks());
        assertEquals(0, layout.sections());
        assertFalse(layout.contains(0, 0));
        assertTrue(BlockSet.all(layout).isEmpty());
        assertEquals(-1, BlockSet.all(layout).next(0));
    }

    @Test
    void shouldPutASmallFileIntoOneSection() {
        SectionLayout layout = new SectionLayout(2500, 1000);
        assertEquals(3, layout.blocks());
        assertEquals(1, layout.sections());
        assertEquals(3, layout.blocksIn(0));
        assertEquals(500, layout.lengthOf(2));
        assertEquals(2000, layout.offsetOf(2));
        assertEquals(1000, new SectionLayout(3000, 1000).lengthOf(2));
        assertTrue(layout.contains(0, 2));
        assertFalse(layout.contains(0, 3));
        assertFalse(layout.contains(1, 0));
        assertFalse(layout.contains(-1, 0));
        assertFalse(layout.contains(0, -1));
    }

    @Test
    void shouldFillASectionToItsLimitAndNotBeyond() {
        assertEquals(1, new SectionLayout(4096L * 512, 512).sections());
        SectionLayout two = new SectionLayout(4097L * 512, 512);
        assertEquals(2, two.sections());
        assertEquals(2049, two.blocksIn(0));
        assertEquals(2048, two.blocksIn(1));
        assertEquals(2049, two.firstBlock(1));
        // 8 * 8800 is more than block numbers of 16 bits allow.
        assertEquals(1, new SectionLayout(65536L * 8800, 8800).sections());
        assertEquals(2, new SectionLayout(65537L * 8800, 8800).sections());
    }

    @Test
    void shouldCutTheFileOfTheFactsExactly() {
        // 100 MB at 1300: 76,924 blocks in 8 sections: 4 of 9616, 4 of 9615.
        SectionLayout layout = new SectionLayout(100_000_000, 1300);
        assertEquals(76_924, layout.blocks());
        assertEquals(8, layout.sections());
        assertEquals(9616, layout.blocksIn(3));
        assertEquals(9615, layout.blocksIn(4));
        assertEquals(4 * 9616, layout.firstBlock(4));
        assertEquals(100_000_000 - 76_923L * 1300, layout.lengthOf(76_923));
    }

    @Test
    void shouldAgreeWithItselfForAnySize() {
        long seed = 20261120;
        System.out.println("SectionLayoutTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int blockSize = 512 + random.nextInt(8289);
            long size = 1 + random.nextLong(1L << 32);
            SectionLayout layout = new SectionLayout(size, blockSize);
            long next = 0;
            for (int section = 0; section < layout.sections(); section++) {
                assertEquals(next, layout.firstBlock(section));
                assertTrue(layout.blocksIn(section) >= 1);
                assertTrue(layout.blocksIn(section) <= Math.min(8 * blockSize, 65536));
                assertEquals(section, layout.sectionOf(next));
                next += layout.blocksIn(section);
                assertEquals(section, layout.sectionOf(next - 1));
            }
            assertEquals(layout.blocks(), next);
            assertEquals(size, layout.offsetOf(next - 1) + layout.lengthOf(next - 1));
        }
    }

    @Test
    void shouldRefuseWhatNeedsTooManySections() {
        long largest = 65535L * 4096 * 512;
        assertEquals(65535, new SectionLayout(largest, 512).sections());
        assertThrows(IllegalArgumentException.class, () -> new SectionLayout(largest + 1, 512));
        assertThrows(IllegalArgumentException.class, () -> new SectionLayout(-1, 512));
        assertThrows(IllegalArgumentException.class, () -> new SectionLayout(1, 0));
    }
}
