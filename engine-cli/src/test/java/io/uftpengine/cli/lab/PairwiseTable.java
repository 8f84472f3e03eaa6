package io.uftpengine.cli.lab;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Rows of values, one per dimension, in which every allowed pair of values of two dimensions occurs in at least one row.
 *
 * <p>Greedy: of a number of random candidates the row that covers the most open pairs is taken, the cheapest among equals.
 * The seed is fixed, so the table is the same in every run.
 */
final class PairwiseTable {
    private static final int CANDIDATES = 400;
    private static final int MAX_ROWS = 1000;

    private final List<List<Object>> dimensions;
    private final Predicate<List<Object>> allowed;

    /** A pair: dimension and value, twice. */
    private record Pair(int left, Object leftValue, int right, Object rightValue) {}

    /**
     * A table over these dimensions.
     *
     * @param dimensions the values of each
     * @param allowed says which rows may occur
     */
    PairwiseTable(List<List<Object>> dimensions, Predicate<List<Object>> allowed) {
        this.dimensions = dimensions;
        this.allowed = allowed;
    }

    /** The full product of all allowed rows. */
    List<List<Object>> product() {
        List<List<Object>> rows = List.of(List.of());
        for (List<Object> values : dimensions) {
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> row : rows) {
                for (Object value : values) {
                    List<Object> extended = new ArrayList<>(row);
                    extended.add(value);
                    longer.add(extended);
                }
            }
            rows = longer;
        }
        return rows.stream().filter(allowed).toList();
    }

    /** The covering rows; {@code cost} prefers the cheaper of two rows that cover equally much. */
    List<List<Object>> rows(long seed, ToLongFunction<List<Object>> cost) {
        List<List<Object>> product = product();
        Set<Pair> open = new LinkedHashSet<>();
        product.forEach(row -> open.addAll(pairs(row)));
        Random random = new Random(seed);
        List<List<Object>> rows = new ArrayList<>();
        while (!open.isEmpty() && rows.size() < MAX_ROWS) {
            Pair wanted = open.iterator().next();
            List<List<Object>> having =
                    product.stream().filter(row -> pairs(row).contains(wanted)).toList();
            List<Object> best = having.get(0);
            long bestGain = -1;
            for (int i = 0; i < CANDIDATES; i++) {
                List<Object> candidate = having.get(random.nextInt(having.size()));
                long gain = pairs(candidate).stream().filter(open::contains).count();
                if (gain > bestGain || gain == bestGain && cost.applyAsLong(candidate) < cost.applyAsLong(best)) {
                    best = candidate;
                    bestGain = gain;
                }
            }
            rows.add(best);
            open.removeAll(pairs(best));
        }
        return rows;
    }

    /** The allowed pairs that these rows do not contain, as text; empty when they cover the table. */
    List<String> uncovered(List<List<Object>> rows) {
        Set<Pair> open = new LinkedHashSet<>();
        product().forEach(row -> open.addAll(pairs(row)));
        rows.forEach(row -> open.removeAll(pairs(row)));
        return open.stream().map(Pair::toString).toList();
    }

    private static Set<Pair> pairs(List<Object> row) {
        Set<Pair> pairs = new LinkedHashSet<>();
        for (int left = 0; left < row.size(); left++) {
            for (int right = left + 1; right < row.size(); right++) {
                pairs.add(new Pair(left, row.get(left), right, row.get(right)));
            }
        }
        return pairs;
    }
}
