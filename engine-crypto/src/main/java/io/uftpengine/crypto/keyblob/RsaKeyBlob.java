package io.uftpengine.crypto.keyblob;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.provider.Jca;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/** An RSA public key on the wire (wire facts 6.2): type 1, zero, 2-byte modulus length, 4-byte exponent, modulus. */
public final class RsaKeyBlob {
    /** Bits of the shortest modulus (wire facts 6.2). */
    public static final int MIN_BITS = 1_024;
    /** Bits of the longest modulus. */
    public static final int MAX_BITS = 3_072;
    /** Lengths count in words, so that other moduli cannot be told (wire facts T27). */
    public static final int BITS_STEP = 32;

    static final int TYPE = 1;

    private static final int HEADER_LENGTH = 8;
    private static final int EXPONENT_BITS = 32;
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(3);

    private RsaKeyBlob() {}

    /** Why a modulus of so many bits cannot be used, or null. */
    public static String unusableBits(int bits) {
        if (bits < MIN_BITS || bits > MAX_BITS) {
            return "an RSA key of " + bits + " bits is outside " + MIN_BITS + " to " + MAX_BITS;
        }
        return bits % BITS_STEP == 0 ? null : "an RSA key of " + bits + " bits is no multiple of " + BITS_STEP;
    }

    /** 8 bytes more than the modulus. */
    public static byte[] encode(RSAPublicKey key) throws CryptoFailure {
        int bits = key.getModulus().bitLength();
        requireUsable(bits, key.getPublicExponent());
        byte[] modulus = key.getModulus().toByteArray();
        int length = bits / Byte.SIZE;
        return ByteBuffer.allocate(HEADER_LENGTH + length)
                .put((byte) TYPE)
                .put((byte) 0)
                .putShort((short) length)
                .putInt(key.getPublicExponent().intValue())
                .put(modulus, modulus.length - length, length)
                .array();
    }

    /** The key in a blob. */
    public static RSAPublicKey decode(byte[] blob) throws CryptoFailure {
        if (blob.length < HEADER_LENGTH || blob[0] != TYPE) {
            throw CryptoFailure.of(Reason.BAD_KEY_BLOB, "no RSA key");
        }
        int length = (blob[2] & 0xff) << Byte.SIZE | blob[3] & 0xff;
        if (blob.length != HEADER_LENGTH + length) {
            throw CryptoFailure.of(Reason.BAD_KEY_BLOB, "modulus of " + length + " bytes in a blob of " + blob.length);
        }
        BigInteger exponent = new BigInteger(1, Arrays.copyOfRange(blob, HEADER_LENGTH - Integer.BYTES, HEADER_LENGTH));
        BigInteger modulus = new BigInteger(1, Arrays.copyOfRange(blob, HEADER_LENGTH, blob.length));
        requireUsable(modulus.bitLength(), exponent);
        if (modulus.bitLength() != length * Byte.SIZE || !modulus.testBit(0)) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, "an RSA modulus that is even, or longer than its number");
        }
        try {
            return (RSAPublicKey) Jca.publicKey("RSA", new RSAPublicKeySpec(modulus, exponent));
        } catch (InvalidKeySpecException e) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, e.getMessage());
        }
    }

    private static void requireUsable(int bits, BigInteger exponent) throws CryptoFailure {
        String fault = unusableBits(bits);
        if (fault != null) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, fault);
        }
        if (exponent.bitLength() > EXPONENT_BITS || exponent.compareTo(MIN_EXPONENT) < 0 || !exponent.testBit(0)) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, "RSA exponent " + exponent);
        }
    }
}
