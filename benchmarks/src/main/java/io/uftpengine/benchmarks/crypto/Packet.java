package io.uftpengine.benchmarks.crypto;

import io.uftpengine.crypto.api.CipherSuite;
import java.nio.ByteBuffer;
import java.util.Random;

/** A packet of 1,300 bytes behind its clear header, with key and nonce for it. */
public final class Packet {
    /** Bytes of the clear header: UFTP's and that of ENCRYPTED. */
    static final int HEADER = 28;
    /** Bytes of text. */
    static final int TEXT = 1_300;
    /** Bytes of ciphertext and tag. */
    static final int SEALED = TEXT + CipherSuite.TAG_LENGTH;

    private static final long SEED = 1;

    /** Where a packet lies. */
    public enum Memory {
        /** In an array. */
        HEAP,
        /** Where the kernel takes it from without a copy. */
        DIRECT
    }

    final CipherSuite suite;
    final byte[] key;
    final byte[] nonce = new byte[CipherSuite.NONCE_LENGTH];
    final byte[] header = new byte[HEADER];
    /** Header, text and room for the tag. */
    final ByteBuffer content;

    private final byte[] sealed = new byte[SEALED];

    Packet(CipherSuite suite, Memory memory) {
        Random random = new Random(SEED);
        this.suite = suite;
        this.key = new byte[suite.keyLength()];
        random.nextBytes(key);
        random.nextBytes(header);
        random.nextBytes(sealed);
        int length = HEADER + SEALED;
        this.content = memory == Memory.HEAP ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
        content.put(0, header);
        restore();
    }

    /** Remembers the packet as it is for {@link #restore}. */
    void keep() {
        content.get(HEADER, sealed);
    }

    /** All behind the header as it was. */
    void restore() {
        content.put(HEADER, sealed);
    }

    /** So many bytes behind the header. */
    byte[] copy(int length) {
        byte[] bytes = new byte[length];
        content.get(HEADER, bytes);
        return bytes;
    }

    /** Another one: ciphers refuse to seal twice with the same. */
    void nextNonce() {
        int at = nonce.length - 1;
        while (++nonce[at] == 0) {
            at--;
        }
    }
}
