package io.uftpengine.crypto.packet;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The arrays that packets pass through on their way to a cipher. They grow to the longest packet. Used by one thread. */
final class PacketScratch {
    /** No packet is longer: UDP. */
    private static final int MAX_LENGTH = 65_536;

    private static final int MIN_LENGTH = 2_048;

    private byte[] aad = new byte[32];
    private byte[] input = new byte[0];
    private byte[] output = new byte[0];

    /** The clear header, from the start of the array that is returned. */
    byte[] loadAad(ByteBuf packet, int index, int length) {
        aad = atLeast(aad, length);
        packet.getBytes(index, aad, 0, length);
        return aad;
    }

    /** Room for that many bytes on their way in. */
    byte[] input(int length) {
        input = atLeast(input, length);
        return input;
    }

    /** Room for that many bytes on their way out. */
    byte[] output(int length) {
        output = atLeast(output, length);
        return output;
    }

    private static byte[] atLeast(byte[] array, int length) {
        if (length <= array.length) {
            return array;
        }
        if (length > MAX_LENGTH) {
            throw new IndexOutOfBoundsException("no packet has " + length + " bytes");
        }
        return new byte[Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, Integer.highestOneBit(length - 1) << 1))];
    }

    /** Overwrites what the last packets left behind. */
    void wipe() {
        Arrays.fill(aad, (byte) 0);
        Arrays.fill(input, (byte) 0);
        Arrays.fill(output, (byte) 0);
    }
}
