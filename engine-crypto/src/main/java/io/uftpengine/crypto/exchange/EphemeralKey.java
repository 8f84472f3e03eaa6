package io.uftpengine.crypto.exchange;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.keyblob.EcKeyBlob;
import io.uftpengine.crypto.provider.Jca;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;

/**
 * A key pair for one session's ECDH. Making one and agreeing cost the better part of a millisecond: not for an event loop.
 * Agreeing is safe from several threads at once; {@link #destroy} is not, against it.
 */
public final class EphemeralKey {
    private final EcCurve curve;
    private final byte[] blob;
    private PrivateKey privateKey;

    private EphemeralKey(EcCurve curve, KeyPair pair) {
        this.curve = curve;
        this.blob = EcKeyBlob.encode(curve, ((ECPublicKey) pair.getPublic()).getW());
        this.privateKey = pair.getPrivate();
    }

    /** A fresh one. */
    public static EphemeralKey generate(EcCurve curve) {
        return new EphemeralKey(curve, Jca.generateEc(curve));
    }

    /** One that exists, on that curve; both halves belong together. For tests and tools. */
    public static EphemeralKey of(EcCurve curve, KeyPair pair) {
        return new EphemeralKey(curve, pair);
    }

    public EcCurve curve() {
        return curve;
    }

    /** A copy of the public half, as the wire has it. */
    public byte[] blob() {
        return blob.clone();
    }

    /**
     * The X coordinate of the point shared with {@code peerBlob}'s owner, as long as the field (wire facts T20). The caller
     * destroys it.
     *
     * @throws CryptoFailure when the blob is malformed, on another curve or no point of it, or after {@link #destroy}
     */
    public SecretBytes agree(byte[] peerBlob) throws CryptoFailure {
        PrivateKey own = privateKey;
        if (own == null) {
            throw CryptoFailure.of(Reason.DESTROYED);
        }
        EcCurve peerCurve = EcKeyBlob.curve(peerBlob);
        if (peerCurve != curve) {
            throw CryptoFailure.of(
                    Reason.WRONG_CURVE, peerCurve.optionName() + " in a session on " + curve.optionName());
        }
        try {
            return SecretBytes.owning(Jca.ecdh(own, EcKeyBlob.decode(peerBlob)));
        } catch (InvalidKeyException e) {
            throw CryptoFailure.of(Reason.BAD_PUBLIC_KEY, e.getMessage());
        }
    }

    /** Drops the private half; a provider's key cannot be overwritten. May be called again. */
    public void destroy() {
        privateKey = null;
    }
}
