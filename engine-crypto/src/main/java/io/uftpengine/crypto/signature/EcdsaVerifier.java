package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.provider.Jca;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;

/** ECDSA in wire form; the two lengths count, because older builds leave out leading zeros of r and s (wire facts T17). */
final class EcdsaVerifier implements Verifier {
    private static final int HEADER_LENGTH = 4;
    private static final int WORD = 4;

    private final ECPublicKey key;
    private final int halfLength;

    EcdsaVerifier(ECPublicKey key) {
        this.key = key;
        this.halfLength = (key.getParams().getCurve().getField().getFieldSize() + Byte.SIZE - 1) / Byte.SIZE;
    }

    @Override
    public boolean isValid(HashAlgorithm hash, byte[] signature, byte[]... parts) {
        byte[] halves = fixedHalves(signature);
        if (halves == null) {
            return false;
        }
        try {
            Signature verifier = Jca.ecdsa(hash);
            verifier.initVerify(key);
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(halves);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /**
     * r and s, each as long as the field; null when the layout is not followed, or when one is outside 1 .. order - 1. Early
     * builds of Java 17 did not look at that, and took zeros for everybody's signature (CVE-2022-21449).
     */
    private byte[] fixedHalves(byte[] signature) {
        if (signature.length < HEADER_LENGTH) {
            return null;
        }
        int rLength = (signature[0] & 0xff) << Byte.SIZE | signature[1] & 0xff;
        int sLength = (signature[2] & 0xff) << Byte.SIZE | signature[3] & 0xff;
        int end = HEADER_LENGTH + rLength + sLength;
        // Padding goes up to a word, but builds that leave out zeros pad up to the full length of the field.
        int longest = Math.max(HEADER_LENGTH + 2 * halfLength, end) + WORD - 1;
        if (rLength == 0 || sLength == 0 || end > signature.length || signature.length > longest) {
            return null;
        }
        byte[] halves = new byte[2 * halfLength];
        return place(signature, HEADER_LENGTH, rLength, halves, 0)
                        && place(signature, HEADER_LENGTH + rLength, sLength, halves, halfLength)
                        && isInGroup(halves, 0)
                        && isInGroup(halves, halfLength)
                ? halves
                : null;
    }

    private boolean isInGroup(byte[] halves, int offset) {
        BigInteger half = new BigInteger(1, halves, offset, halfLength);
        return half.signum() > 0 && half.compareTo(key.getParams().getOrder()) < 0;
    }

    private boolean place(byte[] from, int offset, int length, byte[] to, int toOffset) {
        int start = offset;
        int rest = length;
        while (rest > halfLength) {
            // Longer than the field is a number only with zeros in front.
            if (from[start] != 0) {
                return false;
            }
            start++;
            rest--;
        }
        System.arraycopy(from, start, to, toOffset + halfLength - rest, rest);
        return true;
    }
}
