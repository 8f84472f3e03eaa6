package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.provider.EcArithmetic;
import io.uftpengine.crypto.signature.SigningKey;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.util.BigIntegers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Writes private keys as the reference does: unencrypted PEM in the traditional form, without a block of EC parameters (wire
 * facts 13.4). Mode 0600 from the first moment, and never over an existing file.
 */
public final class KeyFileWriter {
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final byte UNCOMPRESSED = 4;

    private KeyFileWriter() {}

    /** Writes the key to a new file. When it fails, no file is left. */
    public static void write(Path file, SigningKey key) throws KeyFileException {
        byte[] content = pem(file, key);
        boolean isCreated = false;
        boolean isWritten = false;
        try (FileChannel channel = create(file)) {
            isCreated = true;
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
            isWritten = true;
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(file, "exists", "keys are never overwritten: give another name or move it", e);
        } catch (IOException e) {
            throw new KeyFileException(
                    file, "cannot be written (" + e.getMessage() + ")", "check the directory and its permissions", e);
        } finally {
            Arrays.fill(content, (byte) 0);
            if (isCreated && !isWritten) {
                remove(file);
            }
        }
    }

    private static FileChannel create(Path file) throws IOException {
        boolean hasModes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return hasModes ? FileChannel.open(file, NEW_FILE, OWNER_ONLY) : FileChannel.open(file, NEW_FILE);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // The failure that led here is reported already.
        }
    }

    private static byte[] pem(Path file, SigningKey key) throws KeyFileException {
        try {
            PemObject object = key.spec().isRsa()
                    ? new PemObject(PemPrivateKey.RSA, rsa(key.rsaPrivateKey()))
                    : new PemObject(
                            PemPrivateKey.EC,
                            ec(key.spec().curve(), key.ecPrivateKey().getS()));
            StringWriter text = new StringWriter();
            try (PemWriter writer = new PemWriter(text)) {
                writer.writeObject(object);
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        } catch (CryptoFailure | IOException e) {
            throw new KeyFileException(file, "cannot be written (" + e.getMessage() + ")", "make the key again", e);
        }
    }

    private static byte[] rsa(RSAPrivateCrtKey key) throws IOException {
        return new RSAPrivateKey(
                        key.getModulus(),
                        key.getPublicExponent(),
                        key.getPrivateExponent(),
                        key.getPrimeP(),
                        key.getPrimeQ(),
                        key.getPrimeExponentP(),
                        key.getPrimeExponentQ(),
                        key.getCrtCoefficient())
                .getEncoded();
    }

    private static byte[] ec(EcCurve curve, BigInteger scalar) throws IOException {
        ECPoint point = EcArithmetic.publicPoint(curve, scalar);
        int length = curve.coordinateLength();
        byte[] encoded = ByteBuffer.allocate(1 + 2 * length)
                .put(UNCOMPRESSED)
                .put(BigIntegers.asUnsignedByteArray(length, point.getAffineX()))
                .put(BigIntegers.asUnsignedByteArray(length, point.getAffineY()))
                .array();
        // The order of each of the curves has as many bits as its field.
        return new ECPrivateKey(curve.bits(), scalar, new DERBitString(encoded), CurveIds.id(curve)).getEncoded();
    }
}
