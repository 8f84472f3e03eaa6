package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.v5.HandshakeContext;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The text of an ENCRYPTED packet: a message from its function byte on (wire facts 3). */
record InnerMessage(byte[] bytes) {
    int function() {
        return bytes[0];
    }

    int headerLength() {
        return (bytes[1] & 0xff) * 4;
    }

    private int unsignedShort(int at) {
        return ByteBuffer.wrap(bytes).getShort(at) & 0xffff;
    }

    int fileId() {
        return unsignedShort(2);
    }

    /** The data of a FILESEG. */
    byte[] data() {
        return Arrays.copyOfRange(bytes, headerLength(), bytes.length);
    }

    /** KEYINFO_ACK; the length field is not filled in by the reference (wire facts T5). */
    byte[] verifyData() {
        return Arrays.copyOfRange(bytes, 4, headerLength());
    }

    /** CLIENT_KEY. */
    byte[] clientKeyBlob() {
        return Arrays.copyOfRange(bytes, 8, 8 + unsignedShort(4));
    }

    /** CLIENT_KEY. */
    byte[] clientKeySignature() {
        int at = 8 + unsignedShort(4);
        return Arrays.copyOfRange(bytes, at, at + unsignedShort(6));
    }

    /** CLIENT_KEY. */
    byte[] clientKeyWithoutSignature() {
        return HandshakeContext.withoutSignature(
                Arrays.copyOf(bytes, headerLength()), 8 + unsignedShort(4), unsignedShort(6));
    }

    boolean lists(int id) {
        for (int at = headerLength(); at + Integer.BYTES <= bytes.length; at += Integer.BYTES) {
            if (ByteBuffer.wrap(bytes).getInt(at) == id) {
                return true;
            }
        }
        return false;
    }
}
