package io.uftpengine.crypto.testkit;

import java.util.Random;

/** Random test data that can be had again. */
public final class Seeds {
    private Seeds() {}

    /** A generator whose seed is printed; {@code -Dtest.seed=N} sets it. */
    public static Random random(String test) {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println(test + ": -Dtest.seed=" + seed);
        return new Random(seed);
    }

    public static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
