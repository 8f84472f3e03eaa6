package io.uftpengine.crypto.keyblob;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.provider.Jca;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/**
 * An EC public key on the wire (wire facts 6.2): type 2, curve, 2-byte length of both coordinates, X, Y, zeros up to a word.
 */
public final class EcKeyBlob {
    static final int TYPE = 2;

    private static final int HEADER_LENGTH = 4;
    private static final int WORD = 4;

    private EcKeyBlob() {}

    /** {@link EcCurve#blobLength} bytes. */
    public static byte[] encode(EcCurve curve, ECPoint point) {
        int length = curve.coordinateLength();
        return ByteBuffer.allocate(curve.blobLength())
                .put((byte) TYPE)
                .put((byte) curve.code())
                .putShort((short) (2 * length))
                .put(fixedLength(point.getAffineX(), length))
                .put(fixedLength(point.getAffineY(), length))
                .array();
    }

    /**
     * The key in a blob. It is a point on its curve, and not infinity: those are checked here, for no provider promises to.
     * The curves have no subgroups to fall into.
     */
    public static ECPublicKey decode(byte[] blob) throws CryptoFailure {
        EcCurve curve = curve(blob);
        int length = curve.coordinateLength();
        int coordinates = (blob[2] & 0xff) << Byte.SIZE | blob[3] & 0xff;
        int unpadded = HEADER_LENGTH + coordinates;
        if (coordinates != 2 * length || blob.length < unpadded || blob.length - unpadded >= WORD) {
            throw CryptoFailure.of(
                    Reason.BAD_KEY_BLOB, coordinates + " bytes of coordinates in a blob of " + blob.length);
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(blob, HEADER_LENGTH, HEADER_LENGTH + length));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(blob, HEADER_LENGTH + length, unpadded));
        ECParameterSpec parameters = Jca.parameters(curve);
        requireOnCurve(parameters, x, y, curve);
        try {
            return (ECPublicKey) Jca.publicKey("EC", new ECPublicKeySpec(new ECPoint(x, y), parameters));
        } catch (InvalidKeySpecException e) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, e.getMessage());
        }
    }

    /** The curve that a blob names. */
    public static EcCurve curve(byte[] blob) throws CryptoFailure {
        if (blob.length < HEADER_LENGTH || blob[0] != TYPE) {
            throw CryptoFailure.of(Reason.BAD_KEY_BLOB, "no EC key");
        }
        int code = blob[1] & 0xff;
        return EcCurve.ofCode(code).orElseThrow(() -> CryptoFailure.of(Reason.WRONG_CURVE, "number " + code));
    }

    /** Both coordinates in the field, and y^2 = x^3 + ax + b. Infinity has no coordinates; (0, 0) is on none of the curves. */
    private static void requireOnCurve(ECParameterSpec parameters, BigInteger x, BigInteger y, EcCurve curve)
            throws CryptoFailure {
        BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, "coordinate outside the field of " + curve.optionName());
        }
        BigInteger right = x.multiply(x)
                .add(parameters.getCurve().getA())
                .multiply(x)
                .add(parameters.getCurve().getB())
                .mod(p);
        if (!y.multiply(y).mod(p).equals(right)) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, "no point on " + curve.optionName());
        }
    }

    private static byte[] fixedLength(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        int surplus = bytes.length - length;
        if (surplus == 0) {
            return bytes;
        }
        byte[] fixed = new byte[length];
        // A sign byte in front is dropped; anything longer cannot come from a coordinate of the curve.
        int from = Math.max(0, surplus);
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return fixed;
    }
}
