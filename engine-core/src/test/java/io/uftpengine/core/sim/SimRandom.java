package io.uftpengine.core.sim;

/** A small, fast, seeded generator (SplitMix64); one for each link, so that links do not influence each other's fate. */
public final class SimRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public SimRandom(long seed) {
        state = mix(seed);
    }

    /** Scrambles 64 bits; a hash of small numbers. */
    public static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** What {@link #chance(long)} and {@link #below(long, long)} compare with, for a probability 0..1. */
    public static long threshold(double probability) {
        return probability >= 1 ? Long.MAX_VALUE : (long) (probability * 0x1p63);
    }

    /** Whether a hash falls below a threshold. */
    public static boolean below(long hash, long threshold) {
        return hash >>> 1 < threshold;
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** True with the probability of the {@link #threshold(double)}. */
    public boolean chance(long threshold) {
        return nextLong() >>> 1 < threshold;
    }

    /** Uniform in 0..bound-1; the bound is small against 2^63, so the bias does not matter. */
    public long nextLong(long bound) {
        return (nextLong() >>> 1) % bound;
    }

    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /** Uniform in 0..1. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }
}
