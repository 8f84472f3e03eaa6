package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import java.util.Optional;

/**
 * Whether this receiver can do what an EXT_ENC_INFO asks for (protocol 5.2.3.1, wire facts 6). Only what costs nothing: keys and
 * signature are looked into when they are used.
 */
final class EncryptionTerms {
    private static final int EC_BLOB = 2;
    private static final int BLOB_HEADER_LENGTH = 4;

    private EncryptionTerms() {}

    /** Why not, one line, or null. */
    static String objection(Announce announce, EncInfo encryption) {
        if (announce.extensions().get(0) != encryption) {
            // The reference would not see it (T14) and take part in the clear. Nobody sends this by honest mistake.
            return "the encryption parameters are not the first extension of the ANNOUNCE";
        }
        if (CipherSuite.ofCode(encryption.cipher()).isEmpty()) {
            return "cipher " + encryption.cipher() + " is not supported";
        }
        if (HashAlgorithm.ofCode(encryption.hash()).isEmpty()) {
            return "hash " + encryption.hash() + " is not supported";
        }
        if (encryption.keyExchange() != 0 || encryption.signatureType() != 0) {
            return "key exchange " + encryption.keyExchange() + " and signature type " + encryption.signatureType()
                    + " are not of protocol 5";
        }
        if (encryption.keyBlob().isEmpty()) {
            return "the ANNOUNCE has no signature key";
        }
        if (encryption.signature().isEmpty()) {
            return "the ANNOUNCE has no signature";
        }
        return curveObjection(encryption.ecdhBlob());
    }

    private static String curveObjection(Bytes blob) {
        if (blob.length() < BLOB_HEADER_LENGTH || blob.at(0) != EC_BLOB) {
            return "the ANNOUNCE has no ECDH key";
        }
        int code = blob.at(1) & 0xFF;
        Optional<EcCurve> curve = EcCurve.ofCode(code);
        if (curve.isEmpty()) {
            return "curve " + code + " is not supported";
        }
        int length = curve.get().blobLength();
        return blob.length() < length
                ? "the ECDH key of the ANNOUNCE has " + blob.length() + " bytes, not " + length
                : null;
    }
}
