package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionMatrixTest {
    @Test
    void shouldCoverEveryPairInAtMostSixtySessions() {
        List<List<Object>> rows = EncryptionMatrix.table()
                .rows(EncryptionMatrix.SEED, values -> EncryptionMatrix.Row.of(values)
                        .cost());
        assertTrue(rows.size() <= EncryptionMatrix.MAX_ROWS, () -> rows.size() + " sessions");
        assertEquals(List.of(), EncryptionMatrix.table().uncovered(rows));
        assertEquals(rows.size(), EncryptionMatrix.pairwise().size());
    }

    @Test
    void shouldMultiplyCiphersHashesCurvesAndKeysForEachDirection() {
        for (EncryptionMatrix.Roles roles : EncryptionMatrix.Roles.values()) {
            List<String> labels = EncryptionMatrix.product(roles).stream()
                    .map(EncryptionMatrix.Row::label)
                    .distinct()
                    .toList();
            assertEquals(4 * 3 * 3 * 5, labels.size());
        }
    }

    @Test
    void shouldHaveDistinctNames() {
        List<String> labels = EncryptionMatrix.pairwise().stream()
                .map(EncryptionMatrix.Row::label)
                .toList();
        assertEquals(labels.size(), labels.stream().distinct().count());
    }
}
