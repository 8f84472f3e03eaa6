package io.uftpengine.crypto.provider;

import java.io.IOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Opens password-protected PKCS#8, in the forms that openssl writes with AES or DES; the JDK knows only some of them. A file
 * says how much work a password is: what would take minutes or all memory is refused.
 */
public final class Pkcs8Decryption {
    /** Rounds of PBKDF2 and of the older ways; openssl writes 2,048, and careful people up to a million. */
    private static final long MAX_ITERATIONS = 10_000_000;
    /** Of scrypt; openssl writes 16 MiB and reads no more than 32. */
    private static final long MAX_SCRYPT_BYTES = 128L << 20;
    /** Passes of scrypt over its memory, openssl's is 1. */
    private static final long MAX_SCRYPT_PASSES = 16;

    private static final int SCRYPT_BLOCK_BYTES = 128;

    private Pkcs8Decryption() {}

    /**
     * The key inside.
     *
     * @param encrypted DER of an EncryptedPrivateKeyInfo
     * @throws NoSuchAlgorithmException when it is encrypted in an unknown way, or in one that takes too much; says which
     * @throws IOException when it is malformed or the password is wrong
     */
    public static PrivateKeyInfo decrypt(byte[] encrypted, char[] password)
            throws IOException, NoSuchAlgorithmException {
        PKCS8EncryptedPrivateKeyInfo info = new PKCS8EncryptedPrivateKeyInfo(encrypted);
        AlgorithmIdentifier algorithm = info.toASN1Structure().getEncryptionAlgorithm();
        requireBounded(algorithm);
        try {
            InputDecryptorProvider decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(password);
            return info.decryptPrivateKeyInfo(scheme -> {
                try {
                    return decryptor.get(scheme);
                } catch (IllegalStateException unknown) {
                    throw new OperatorCreationException("no such cipher", unknown);
                }
            });
        } catch (OperatorCreationException | PKCSException e) {
            if (e.getCause() instanceof OperatorCreationException) {
                throw new NoSuchAlgorithmException(name(algorithm), e);
            }
            throw new IOException("cannot be decrypted", e);
        }
    }

    private static void requireBounded(AlgorithmIdentifier algorithm) throws NoSuchAlgorithmException {
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            // All older ways have the parameters salt and rounds.
            ASN1Encodable iterations =
                    ASN1Sequence.getInstance(algorithm.getParameters()).getObjectAt(1);
            requireAtMost(MAX_ITERATIONS, ASN1Integer.getInstance(iterations).getValue(), "rounds");
            return;
        }
        KeyDerivationFunc derivation =
                PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
        if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            ScryptParams scrypt = ScryptParams.getInstance(derivation.getParameters());
            BigInteger memory = scrypt.getCostParameter()
                    .multiply(scrypt.getBlockSize())
                    .multiply(BigInteger.valueOf(SCRYPT_BLOCK_BYTES));
            requireAtMost(MAX_SCRYPT_BYTES, memory, "bytes of memory");
            requireAtMost(MAX_SCRYPT_PASSES, scrypt.getParallelizationParameter(), "passes");
        } else {
            PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
            requireAtMost(MAX_ITERATIONS, pbkdf2.getIterationCount(), "rounds");
        }
    }

    private static void requireAtMost(long limit, BigInteger value, String unit) throws NoSuchAlgorithmException {
        if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(limit)) > 0) {
            throw new NoSuchAlgorithmException(value + " " + unit + ", at most " + limit);
        }
    }

    private static String name(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
                ? "cipher "
                        + PBES2Parameters.getInstance(algorithm.getParameters())
                                .getEncryptionScheme()
                                .getAlgorithm()
                : "scheme " + algorithm.getAlgorithm();
    }
}
