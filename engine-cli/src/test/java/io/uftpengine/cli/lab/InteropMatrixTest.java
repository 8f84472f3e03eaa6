package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class InteropMatrixTest {
    @Test
    void shouldCoverEveryPairInAtMostEightySessions() {
        List<List<Object>> rows = InteropMatrix.table()
                .rows(InteropMatrix.SEED, values -> InteropMatrix.Row.of(values).cost());
        assertTrue(rows.size() <= InteropMatrix.MAX_ROWS, () -> rows.size() + " sessions");
        assertEquals(List.of(), InteropMatrix.table().uncovered(rows));
        int split = 0;
        for (InteropMatrix.Roles roles : InteropMatrix.Roles.values()) {
            split += InteropMatrix.pairwise(roles).size();
        }
        assertEquals(rows.size(), split, "every row belongs to one class of tests");
    }

    @Test
    void shouldHaveDistinctNames() {
        List<String> labels = InteropMatrix.table().product().stream()
                .map(values -> InteropMatrix.Row.of(values).label())
                .toList();
        assertEquals(labels.size(), labels.stream().distinct().count());
    }
}
