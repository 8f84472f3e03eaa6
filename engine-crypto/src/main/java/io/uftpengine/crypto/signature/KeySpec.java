package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.keyblob.RsaKeyBlob;
import java.util.Locale;

/**
 * Which signing key to make, as {@code --new-key/-K} says it: {@code rsa:BITS} or {@code ec:CURVE}.
 *
 * @param curve null for RSA
 * @param rsaBits 0 for EC
 */
public record KeySpec(EcCurve curve, int rsaBits) {
    /** What a session signs with when no key is given (wire facts 13.1). */
    public static final KeySpec DEFAULT = ec(EcCurve.SECP256R1);

    private static final String EC = "ec:";
    private static final String RSA = "rsa:";

    public static KeySpec ec(EcCurve curve) {
        return new KeySpec(curve, 0);
    }

    /** Throws IllegalArgumentException for a size that the protocol cannot carry. */
    public static KeySpec rsa(int bits) {
        String fault = RsaKeyBlob.unusableBits(bits);
        if (fault != null) {
            throw new IllegalArgumentException(fault + "; give a multiple of " + RsaKeyBlob.BITS_STEP + " from "
                    + RsaKeyBlob.MIN_BITS + " to " + RsaKeyBlob.MAX_BITS + ", like rsa:2048");
        }
        return new KeySpec(null, bits);
    }

    /** Throws IllegalArgumentException whose message names the text, the cause and the cure. */
    public static KeySpec parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith(EC)) {
            String name = lower.substring(EC.length());
            return ec(EcCurve.ofName(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"" + text + "\" names no known curve; use secp256r1, secp384r1 or secp521r1")));
        }
        if (lower.startsWith(RSA)) {
            return rsa(bits(text, lower.substring(RSA.length())));
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no kind of key; write rsa:BITS or ec:CURVE, like rsa:2048 or ec:secp256r1");
    }

    private static int bits(String text, String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has no number of bits; write rsa:BITS, like rsa:2048", e);
        }
    }

    public boolean isRsa() {
        return curve == null;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return isRsa() ? RSA + rsaBits : EC + curve.optionName();
    }
}
