package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.provider.EcArithmetic;
import io.uftpengine.crypto.provider.Jca;
import io.uftpengine.crypto.provider.Pkcs8Decryption;
import io.uftpengine.crypto.signature.SigningKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;

/** One private key out of one PEM block. */
final class PemPrivateKey {
    static final String RSA = "RSA PRIVATE KEY";
    static final String EC = "EC PRIVATE KEY";

    private static final String EC_PARAMETERS = "EC PARAMETERS";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";

    private final Path file;
    private final KeyPassword password;
    private ASN1Encodable parameters;

    PemPrivateKey(Path file, KeyPassword password) {
        this.file = file;
        this.password = password;
    }

    /** Whether it is a private key in some form, usable or not. */
    static boolean isPrivateKey(PemObject object) {
        return object.getType().endsWith(PKCS8);
    }

    /** openssl may put the curve into a block of its own, in front. */
    void noteParameters(PemObject object) {
        if (object.getType().equals(EC_PARAMETERS)) {
            try {
                parameters = ASN1Primitive.fromByteArray(object.getContent());
            } catch (IOException damaged) {
                // The key has them as well; if it has not, that is what will be said.
                parameters = null;
            }
        }
    }

    SigningKey parse(PemObject object) throws KeyFileException {
        if (!object.getHeaders().isEmpty()) {
            throw new KeyFileException(
                    file,
                    "is encrypted in the traditional form",
                    "convert it with: openssl pkcs8 -topk8 -in FILE -out NEWFILE");
        }
        try {
            return switch (object.getType()) {
                case RSA -> rsa(RSAPrivateKey.getInstance(object.getContent()));
                case EC -> ec(ECPrivateKey.getInstance(object.getContent()), parameters);
                case PKCS8 -> pkcs8(PrivateKeyInfo.getInstance(object.getContent()));
                case ENCRYPTED_PKCS8 -> pkcs8(decrypt(object.getContent()));
                default -> throw unsupported(object.getType());
            };
        } catch (IOException | InvalidKeySpecException | RuntimeException e) {
            // Damaged ASN.1 makes Bouncy Castle throw unchecked exceptions of many kinds.
            throw new KeyFileException(file, "has a damaged " + object.getType(), "restore it or make a new key", e);
        }
    }

    private KeyFileException unsupported(String what) {
        return new KeyFileException(
                file,
                "has a key that is not supported: " + what,
                "use RSA 1024 to 3072, secp256r1, secp384r1 or secp521r1");
    }

    private PrivateKeyInfo decrypt(byte[] encrypted) throws KeyFileException {
        char[] secret = password.of(file);
        if (secret == null) {
            throw new KeyFileException(
                    file,
                    "is protected by a password",
                    "give it with --key-password-file FILE or in UFTP_ENGINE_KEY_PASSWORD");
        }
        try {
            return Pkcs8Decryption.decrypt(encrypted, secret);
        } catch (NoSuchAlgorithmException e) {
            throw new KeyFileException(
                    file,
                    "is protected in a way that is not supported (" + e.getMessage() + ")",
                    "convert it with: openssl pkcs8 -in FILE | openssl pkcs8 -topk8 -out NEWFILE",
                    e);
        } catch (IOException | RuntimeException e) {
            throw new KeyFileException(
                    file, "does not open with the password given", "give the right one, or check the file", e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private SigningKey pkcs8(PrivateKeyInfo info) throws KeyFileException, IOException, InvalidKeySpecException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ec(
                    ECPrivateKey.getInstance(info.parsePrivateKey()),
                    info.getPrivateKeyAlgorithm().getParameters());
        }
        throw unsupported("algorithm " + algorithm);
    }

    private SigningKey rsa(RSAPrivateKey key) throws KeyFileException, InvalidKeySpecException {
        if (key.getVersion().signum() != 0) {
            throw unsupported("RSA with more than two primes");
        }
        requireConsistent(key);
        KeyPair pair = new KeyPair(
                Jca.publicKey("RSA", new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
                Jca.privateKey(
                        "RSA",
                        new RSAPrivateCrtKeySpec(
                                key.getModulus(),
                                key.getPublicExponent(),
                                key.getPrivateExponent(),
                                key.getPrime1(),
                                key.getPrime2(),
                                key.getExponent1(),
                                key.getExponent2(),
                                key.getCoefficient())));
        try {
            return SigningKey.ofRsa(pair);
        } catch (CryptoFailure e) {
            throw unsupported(e.getMessage());
        }
    }

    /**
     * The numbers have to belong together. A signature with others is wrong, and a wrong one may give the key away to whoever
     * knows what was signed.
     */
    private static void requireConsistent(RSAPrivateKey key) throws InvalidKeySpecException {
        BigInteger p = key.getPrime1();
        BigInteger q = key.getPrime2();
        BigInteger forP = p.subtract(BigInteger.ONE);
        BigInteger forQ = q.subtract(BigInteger.ONE);
        boolean isConsistent = p.multiply(q).equals(key.getModulus())
                && key.getExponent1().equals(key.getPrivateExponent().mod(forP))
                && key.getExponent2().equals(key.getPrivateExponent().mod(forQ))
                && isInverse(key.getPublicExponent(), key.getExponent1(), forP)
                && isInverse(key.getPublicExponent(), key.getExponent2(), forQ)
                && isInverse(q, key.getCoefficient(), p);
        if (!isConsistent) {
            throw new InvalidKeySpecException("the numbers of the RSA key do not belong together");
        }
    }

    private static boolean isInverse(BigInteger a, BigInteger b, BigInteger modulus) {
        return a.multiply(b).mod(modulus).equals(BigInteger.ONE);
    }

    /** The public half is computed, never believed: a wrong one in the file would give the key away. */
    private SigningKey ec(ECPrivateKey key, ASN1Encodable outerParameters)
            throws KeyFileException, InvalidKeySpecException {
        ASN1Encodable inner = key.getParametersObject();
        ASN1Encodable named = inner != null ? inner : outerParameters;
        if (!(named instanceof ASN1ObjectIdentifier oid)) {
            throw unsupported("an EC key without the name of its curve");
        }
        EcCurve curve = CurveIds.curve(oid);
        if (curve == null) {
            throw unsupported("curve " + oid);
        }
        BigInteger scalar = key.getKey();
        ECParameterSpec spec = Jca.parameters(curve);
        KeyPair pair = new KeyPair(
                Jca.publicKey("EC", new ECPublicKeySpec(EcArithmetic.publicPoint(curve, scalar), spec)),
                Jca.privateKey("EC", new ECPrivateKeySpec(scalar, spec)));
        return SigningKey.ofEc(curve, pair);
    }
}
