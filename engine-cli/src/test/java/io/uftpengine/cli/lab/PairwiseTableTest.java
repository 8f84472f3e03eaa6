package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseTableTest {
    private static final List<Object> LETTERS = List.of("a", "b", "c");
    private static final List<Object> NUMBERS = List.of(1, 2, 3, 4);
    private static final List<Object> BOTH = List.of(true, false);

    @Test
    void shouldCoverEveryPairWithFewerRowsThanTheProduct() {
        PairwiseTable table = new PairwiseTable(List.of(LETTERS, NUMBERS, BOTH), row -> true);
        List<List<Object>> rows = table.rows(1, row -> 0);
        assertEquals(24, table.product().size());
        assertTrue(rows.size() >= 12 && rows.size() <= 14, () -> rows.size() + " rows");
        assertEquals(List.of(), table.uncovered(rows));
    }

    @Test
    void shouldNameThePairThatIsMissing() {
        PairwiseTable table = new PairwiseTable(List.of(LETTERS, BOTH), row -> true);
        List<List<Object>> allButOne = table.product().subList(1, 6);
        assertEquals(1, table.uncovered(allButOne).size());
        assertTrue(table.uncovered(allButOne).get(0).contains("a"));
    }

    @Test
    void shouldKeepForbiddenRowsOutAndNotAskForTheirPairs() {
        PairwiseTable table = new PairwiseTable(
                List.of(LETTERS, BOTH),
                row -> !(row.get(0).equals("a") && row.get(1).equals(true)));
        List<List<Object>> rows = table.rows(1, row -> 0);
        assertFalse(rows.contains(List.<Object>of("a", true)));
        assertEquals(List.of(), table.uncovered(rows));
        assertEquals(5, rows.size());
    }

    @Test
    void shouldBeTheSameInEveryRun() {
        PairwiseTable table = new PairwiseTable(List.of(LETTERS, NUMBERS, BOTH), row -> true);
        assertEquals(table.rows(7, row -> 0), table.rows(7, row -> 0));
    }

    @Test
    void shouldPreferTheCheaperRow() {
        PairwiseTable table = new PairwiseTable(List.of(List.of("x"), List.of("y"), BOTH), row -> true);
        List<List<Object>> rows = table.rows(3, row -> row.get(2).equals(true) ? 100 : 1);
        assertEquals(false, rows.get(0).get(2));
    }
}
