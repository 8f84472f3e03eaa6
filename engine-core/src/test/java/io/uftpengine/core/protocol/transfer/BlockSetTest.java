package io.uftpengine.core.protocol.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.NakBitmap;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BlockSetTest {
    /** 10,000 blocks in 3 sections of 3334, 3333, 3333. */
    private static final SectionLayout LAYOUT = new SectionLayout(10_000 * 512L, 512);

    @Test
    void shouldBehaveLikeASet() {
        long seed = 42;
        System.out.println("BlockSetTest seed " + seed);
        Random random = new Random(seed);
        BlockSet set = BlockSet.none(LAYOUT);
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            long block = random.nextInt(10_000);
            if (random.nextBoolean()) {
                assertEquals(model.add(block), set.add(block));
            } else {
                assertEquals(model.remove(block), set.remove(block));
            }
            assertEquals(model.size(), set.cardinality());
            long from = random.nextInt(10_001);
            Long next = model.ceiling(from);
            assertEquals(next == null ? -1 : next, set.next(from));
            assertEquals(model.contains(from), from < 10_000 && set.contains(from));
        }
    }

    @Test
    void shouldHoldEveryBlockAndNotOneMore() {
        BlockSet all = BlockSet.all(LAYOUT);
        assertEquals(10_000, all.cardinality());
        assertEquals(9_999, all.next(9_999));
        assertEquals(-1, all.next(10_000));
        assertEquals(3334, all.cardinalityIn(0));
        assertEquals(3333, all.cardinalityIn(2));
        assertFalse(all.add(9_999));
    }

    @Test
    void shouldTranslateASectionToItsMapAndBack() {
        BlockSet missing = BlockSet.none(LAYOUT);
        missing.add(3333);
        missing.add(3334);
        missing.add(6666);
        missing.add(6667);
        NakBitmap map = missing.toNakBitmap(1);
        assertEquals(417, map.byteLength());
        assertEquals(2, map.cardinality());
        assertTrue(map.isSet(0));
        assertTrue(map.isSet(3332));

        NakAggregate aggregate = new NakAggregate(LAYOUT);
        for (long block = 0; block < 10_000; block++) {
            aggregate.sent(block);
        }
        assertEquals(2, aggregate.merge(1, map));
        assertEquals(2, aggregate.merge(1, map), "counted again, wanted once");
        assertEquals(2, aggregate.wanted().cardinality());
        assertTrue(aggregate.wanted().contains(3334));
        assertTrue(aggregate.wanted().contains(6666));
    }

    @Test
    void shouldIgnoreBitsBeyondTheSection() {
        NakAggregate aggregate = new NakAggregate(LAYOUT);
        for (long block = 0; block < 10_000; block++) {
            aggregate.sent(block);
        }
        NakBitmap map = NakBitmap.forBlocks(5000);
        map.set(3333);
        map.set(4999);
        assertEquals(0, aggregate.merge(2, map));
        assertTrue(aggregate.wanted().isEmpty());
        assertEquals(1, aggregate.merge(2, shortMap()), "a short map speaks for what it has");
    }

    private static NakBitmap shortMap() {
        NakBitmap map = NakBitmap.forBlocks(8);
        map.set(3);
        return map;
    }

    @Test
    void shouldBelieveReportsOnlyAfterARoundTrip() {
        PassCursor cursor = new PassCursor(LAYOUT);
        assertFalse(cursor.isReportable(0, 0, 100), "nothing was sent");
        cursor.start();
        cursor.sent(0, 1000);
        cursor.sent(3333, 1100);
        assertFalse(cursor.isReportable(0, 0, 9999), "being sent");
        cursor.sent(3334, 1200);
        assertTrue(cursor.isReportable(0, 100, 1200));
        assertFalse(cursor.isReportable(0, 101, 1200));
        assertFalse(cursor.isReportable(1, 0, 9999), "being sent");
        assertFalse(cursor.isReportable(2, 0, 9999), "not sent");
        assertFalse(cursor.isReportable(3, 0, 9999), "no such section");
        assertFalse(cursor.isReportable(-1, 0, 9999));
        cursor.stop();
        assertTrue(cursor.isReportable(1, 100, 1300));
        assertTrue(cursor.enteredSectionSince(1200));
        assertFalse(cursor.enteredSectionSince(1201));
    }
}
