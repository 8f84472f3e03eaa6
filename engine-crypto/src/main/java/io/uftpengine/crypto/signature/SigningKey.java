package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.keyblob.EcKeyBlob;
import io.uftpengine.crypto.keyblob.RsaKeyBlob;
import io.uftpengine.crypto.provider.Jca;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;

/** A private key to sign with, and its public half as the wire has it. For any thread, except {@link #destroy}. */
public final class SigningKey {
    private final KeySpec spec;
    private final byte[] blob;
    private KeyPair pair;

    private SigningKey(KeySpec spec, byte[] blob, KeyPair pair) {
        this.spec = spec;
        this.blob = blob;
        this.pair = pair;
    }

    /** Makes one; RSA takes up to seconds. */
    public static SigningKey generate(KeySpec spec) {
        try {
            return spec.isRsa()
                    ? ofRsa(Jca.generateRsa(spec.rsaBits()))
                    : ofEc(spec.curve(), Jca.generateEc(spec.curve()));
        } catch (CryptoFailure impossible) {
            throw new IllegalStateException("a fresh " + spec + " key is unusable", impossible);
        }
    }

    /** An EC key pair on that curve. */
    public static SigningKey ofEc(EcCurve curve, KeyPair pair) {
        byte[] blob = EcKeyBlob.encode(curve, ((ECPublicKey) pair.getPublic()).getW());
        return new SigningKey(KeySpec.ec(curve), blob, pair);
    }

    /** An RSA key pair with CRT parameters; fails when its size or exponent does not fit the protocol. */
    public static SigningKey ofRsa(KeyPair pair) throws CryptoFailure {
        RSAPublicKey publicKey = (RSAPublicKey) pair.getPublic();
        byte[] blob = RsaKeyBlob.encode(publicKey);
        return new SigningKey(KeySpec.rsa(publicKey.getModulus().bitLength()), blob, pair);
    }

    public KeySpec spec() {
        return spec;
    }

    /** A copy of the public half, as the wire has it. */
    public byte[] blob() {
        return blob.clone();
    }

    public Fingerprint fingerprint() {
        return Fingerprint.sha1(blob);
    }

    public Fingerprint sha256Fingerprint() {
        return Fingerprint.sha256(blob);
    }

    /** As the reference's key tool prints a key: {@code RSA, 2048 bits} or {@code ECDSA, curve prime256v1}. */
    public String description() {
        return spec.isRsa()
                ? "RSA, " + spec.rsaBits() + " bits"
                : "ECDSA, curve " + spec.curve().printedName();
    }

    /** The private half of an EC key; fails after {@link #destroy}. */
    public ECPrivateKey ecPrivateKey() throws CryptoFailure {
        return (ECPrivateKey) pair().getPrivate();
    }

    /** The private half of an RSA key; fails after {@link #destroy}. */
    public RSAPrivateCrtKey rsaPrivateKey() throws CryptoFailure {
        return (RSAPrivateCrtKey) pair().getPrivate();
    }

    private KeyPair pair() throws CryptoFailure {
        KeyPair present = pair;
        if (present == null) {
            throw CryptoFailure.of(Reason.DESTROYED);
        }
        return present;
    }

    /** Drops the private half; a provider's key cannot be overwritten. May be called again. */
    public void destroy() {
        pair = null;
    }

    /** For logs, nothing secret: as the reference's key tool prints it, and SHA-256. */
    @Override
    public String toString() {
        return description() + ", fingerprint: " + fingerprint() + ", SHA-256: " + sha256Fingerprint();
    }
}
