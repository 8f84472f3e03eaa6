package io.uftpengine.codec.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes damaged datagrams of good ones. */
final class Mutator {
    private static final int[] TELLING_VALUES = {0, 1, 2, 3, 4, 0x3F, 0x40, 0x7F, 0x80, 0xFE, 0xFF};
    private static final int HEADER = 16;
    private static final int FIELDS = 32;
    private static final int MAX_MUTATIONS = 4;
    private static final int MAX_GROWTH = 64;

    private final Random random;
    private final List<byte[]> corpus;

    Mutator(Random random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    /** A damaged datagram; one in sixteen is noise behind a plausible header. */
    byte[] next() {
        if (random.nextInt(16) == 0) {
            return noise();
        }
        byte[] datagram = corpus.get(random.nextInt(corpus.size())).clone();
        for (int left = 1 + random.nextInt(MAX_MUTATIONS); left > 0; left--) {
            datagram = mutate(datagram);
        }
        return datagram;
    }

    private byte[] noise() {
        byte[] datagram = new byte[random.nextInt(400)];
        random.nextBytes(datagram);
        if (datagram.length > HEADER) {
            datagram[0] = 0x50;
            datagram[1] = (byte) random.nextInt(24);
            datagram[HEADER] = datagram[1];
        }
        return datagram;
    }

    private byte[] mutate(byte[] datagram) {
        if (datagram.length == 0) {
            return datagram;
        }
        int at = position(datagram.length);
        switch (random.nextInt(7)) {
            case 0 -> datagram[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> datagram[at] = (byte) TELLING_VALUES[random.nextInt(TELLING_VALUES.length)];
            case 2 -> datagram[at] = (byte) random.nextInt();
            case 3 -> {
                return Arrays.copyOf(datagram, random.nextInt(datagram.length + 1));
            }
            case 4 -> {
                return Arrays.copyOf(datagram, datagram.length + random.nextInt(MAX_GROWTH));
            }
            case 5 -> changeFunction(datagram);
            default -> {
                int length = random.nextInt(datagram.length - at);
                System.arraycopy(datagram, random.nextInt(datagram.length - length), datagram, at, length);
            }
        }
        return datagram;
    }

    /** Mostly where the lengths are. */
    private int position(int length) {
        return random.nextBoolean() && length > HEADER
                ? HEADER + random.nextInt(Math.min(FIELDS, length - HEADER))
                : random.nextInt(length);
    }

    private void changeFunction(byte[] datagram) {
        if (datagram.length > HEADER) {
            datagram[1] = (byte) random.nextInt(24);
            datagram[HEADER] = datagram[1];
        }
    }
}
