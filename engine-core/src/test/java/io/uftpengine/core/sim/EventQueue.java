package io.uftpengine.core.sim;

import java.util.Arrays;

/** Things that happen later, by time and among equal times in the order they were added. */
public final class EventQueue<T> {
    /** {@link #nextNs()} of an empty queue. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int INITIAL_CAPACITY = 16;

    private final int limit;
    private long[] times = new long[INITIAL_CAPACITY];
    private long[] orders = new long[INITIAL_CAPACITY];
    private Object[] values = new Object[INITIAL_CAPACITY];
    private int size;
    private long added;

    /** @param limit most entries; one more is an error of whoever adds it */
    public EventQueue(int limit) {
        this.limit = limit;
    }

    public int size() {
        return size;
    }

    /** Time of the first entry, or {@link #NEVER}. */
    public long nextNs() {
        return size == 0 ? NEVER : times[0];
    }

    public void add(long timeNs, T value) {
        if (size == limit) {
            throw new SimulationFailure("a queue outgrew its limit of " + limit);
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        long order = added++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >> 1;
            if (isBefore(times[parent], orders[parent], timeNs, order)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, timeNs, order, value);
    }

    /** Removes the first entry; null when empty. */
    @SuppressWarnings("unchecked")
    public T poll() {
        if (size == 0) {
            return null;
        }
        T first = (T) values[0];
        size--;
        long time = times[size];
        long order = orders[size];
        Object value = values[size];
        values[size] = null;
        if (size > 0) {
            int hole = 0;
            while (true) {
                int child = 2 * hole + 1;
                if (child >= size) {
                    break;
                }
                if (child + 1 < size && isBefore(times[child + 1], orders[child + 1], times[child], orders[child])) {
                    child++;
                }
                if (isBefore(time, order, times[child], orders[child])) {
                    break;
                }
                move(child, hole);
                hole = child;
            }
            put(hole, time, order, value);
        }
        return first;
    }

    public void clear() {
        Arrays.fill(values, 0, size, null);
        size = 0;
    }

    private static boolean isBefore(long time, long order, long otherTime, long otherOrder) {
        return time < otherTime || time == otherTime && order < otherOrder;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        orders[to] = orders[from];
        values[to] = values[from];
    }

    private void put(int at, long time, long order, Object value) {
        times[at] = time;
        orders[at] = order;
        values[at] = value;
    }
}
