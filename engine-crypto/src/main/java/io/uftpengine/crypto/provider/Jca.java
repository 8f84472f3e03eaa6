package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/**
 * The algorithms that every JDK has. They come from the platform's own providers in its own order, so that a deployment may
 * put a faster provider first. Everything here is in each Java SE runtime with the modules java.base and jdk.crypto.ec;
 * where it is not, IllegalStateException says what lacks.
 */
public final class Jca {
    private static final Map<EcCurve, ECParameterSpec> PARAMETERS = new EnumMap<>(EcCurve.class);

    static {
        for (EcCurve curve : EcCurve.values()) {
            PARAMETERS.put(curve, findParameters(curve));
        }
    }

    private Jca() {}

    /** What may be missing from a runtime. */
    private interface Lookup<T> {
        T find() throws GeneralSecurityException;
    }

    private static <T> T present(String algorithm, Lookup<T> lookup) {
        try {
            return lookup.find();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java runtime lacks " + algorithm + "; use one with the module jdk.crypto.ec", e);
        }
    }

    static Cipher cipher(String transformation) {
        return present(transformation, () -> Cipher.getInstance(transformation));
    }

    public static MessageDigest digest(HashAlgorithm hash) {
        return present(hash.standardName(), () -> MessageDigest.getInstance(hash.standardName()));
    }

    /** For fingerprints, and nothing else in protocol 5 (wire facts 6.1). */
    public static MessageDigest sha1() {
        return present("SHA-1", () -> MessageDigest.getInstance("SHA-1"));
    }

    /** HMAC with that key; no copy of it is left but the one in the Mac itself. */
    public static Mac hmac(HashAlgorithm hash, byte[] key) {
        String algorithm = "Hmac" + hash.name();
        return present(algorithm, () -> {
            Mac mac = Mac.getInstance(algorithm);
            RawKey copy = new RawKey(algorithm, key);
            try {
                mac.init(copy);
            } finally {
                copy.destroy();
            }
            return mac;
        });
    }

    /** ECDSA whose signatures are r and s, each as long as the field. */
    public static Signature ecdsa(HashAlgorithm hash) {
        String algorithm = hash.name() + "withECDSAinP1363Format";
        return present(algorithm, () -> Signature.getInstance(algorithm));
    }

    /** RSA, PKCS#1 v1.5. */
    public static Signature rsa(HashAlgorithm hash) {
        String algorithm = hash.name() + "withRSA";
        return present(algorithm, () -> Signature.getInstance(algorithm));
    }

    public static ECParameterSpec parameters(EcCurve curve) {
        return PARAMETERS.get(curve);
    }

    private static ECParameterSpec findParameters(EcCurve curve) {
        return present(curve.optionName(), () -> {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve.optionName()));
            return parameters.getParameterSpec(ECParameterSpec.class);
        });
    }

    public static KeyPair generateEc(EcCurve curve) {
        return present("EC", () -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve.optionName()));
            return generator.generateKeyPair();
        });
    }

    /** With public exponent 65537. */
    public static KeyPair generateRsa(int bits) {
        return present("RSA", () -> {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
            return generator.generateKeyPair();
        });
    }

    /** "EC" or "RSA". */
    public static PublicKey publicKey(String algorithm, KeySpec spec) throws InvalidKeySpecException {
        return present(algorithm, () -> KeyFactory.getInstance(algorithm)).generatePublic(spec);
    }

    /** "EC" or "RSA". */
    public static PrivateKey privateKey(String algorithm, KeySpec spec) throws InvalidKeySpecException {
        return present(algorithm, () -> KeyFactory.getInstance(algorithm)).generatePrivate(spec);
    }

    /** The X coordinate of the shared point, as long as the field: leading zeros are kept (wire facts T20). */
    public static byte[] ecdh(PrivateKey own, ECPublicKey peer) throws InvalidKeyException {
        KeyAgreement agreement = present("ECDH", () -> KeyAgreement.getInstance("ECDH"));
        agreement.init(own);
        agreement.doPhase(peer, true);
        return agreement.generateSecret();
    }
}
