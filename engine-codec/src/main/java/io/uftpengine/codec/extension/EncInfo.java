package io.uftpengine.codec.extension;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * EXT_ENC_INFO of an ANNOUNCE: the session's encryption parameters (protocol 5.2.3.1, wire facts 3).
 *
 * @param clientAuth receivers shall send CLIENT_KEY
 * @param keyExchange 0..15, protocol 4 only, 0 in protocol 5
 * @param signatureType 0..15, protocol 4 only, 0 in protocol 5
 * @param cipher 0..255, protocol 5.3.2
 * @param hash 0..255, protocol 5.3.3
 * @param random 32 bytes
 * @param keyBlob signature key of the sender
 * @param ecdhBlob ephemeral key of the sender
 * @param signature over the whole datagram with this field zeroed; together with the blobs a whole number of 32-bit words
 */
public record EncInfo(
        boolean clientAuth,
        int keyExchange,
        int signatureType,
        int cipher,
        int hash,
        Bytes random,
        Bytes keyBlob,
        Bytes ecdhBlob,
        Bytes signature)
        implements HeaderExtension {
    public static final int TYPE = 1;
    public static final int RANDOM_LENGTH = 32;

    public EncInfo {
        if (((keyExchange | signatureType) & ~0x0F) != 0) {
            throw new IllegalArgumentException("key exchange " + keyExchange + ", signature " + signatureType);
        }
        Unsigned.u8("cipher", cipher);
        Unsigned.u8("hash", hash);
        if (random.length() != RANDOM_LENGTH) {
            throw new IllegalArgumentException("random of " + random.length() + " bytes");
        }
        Unsigned.u16("keyBlob", keyBlob.length());
        Unsigned.u16("ecdhBlob", ecdhBlob.length());
        Unsigned.u16("signature", signature.length());
    }

    /** The extension of a protocol 5 session, which has no choice of key exchange and packet signature. */
    public static EncInfo of(
            boolean clientAuth, int cipher, int hash, Bytes random, Bytes keyBlob, Bytes ecdhBlob, Bytes signature) {
        return new EncInfo(clientAuth, 0, 0, cipher, hash, random, keyBlob, ecdhBlob, signature);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
