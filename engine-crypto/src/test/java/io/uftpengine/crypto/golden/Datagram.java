package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.v5.HandshakeContext;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A UDP payload of protocol 5 taken apart by hand: this module does not know the codec. Offsets as in wire facts 3. */
record Datagram(byte[] bytes) {
    static final int HEADER = 16;
    static final int ENCRYPTED_HEADER = HEADER + 12;
    static final int ANNOUNCE = 1;
    static final int REGISTER = 2;
    static final int CLIENT_KEY = 3;
    static final int KEYINFO = 5;
    static final int KEYINFO_ACK = 6;
    static final int FILEINFO = 7;
    static final int FILEINFO_ACK = 8;
    static final int FILESEG = 9;
    static final int DONE = 10;
    static final int COMPLETE = 12;
    static final int DONE_CONF = 13;
    static final int ENCRYPTED = 18;
    static final int ABORT = 19;

    private static final int VERSION = 0x50;
    private static final int ENC_INFO_FIXED = 44;
    private static final int REGISTER_FIXED = 44;
    private static final int IPV6_FLAG = 4;
    private static final int KEYINFO_ENTRY = 52;

    static byte[] header(int function, int sequence, int sourceId, int groupId, int instance) {
        return ByteBuffer.allocate(HEADER)
                .put((byte) VERSION)
                .put((byte) function)
                .putShort((short) sequence)
                .putInt(sourceId)
                .putInt(groupId)
                .put((byte) instance)
                .array();
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes);
    }

    int unsignedShort(int at) {
        return buffer().getShort(at) & 0xffff;
    }

    int unsignedByte(int at) {
        return bytes[at] & 0xff;
    }

    byte[] range(int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    int function() {
        return bytes[1];
    }

    int sourceId() {
        return buffer().getInt(4);
    }

    int groupId() {
        return buffer().getInt(8);
    }

    int instance() {
        return unsignedByte(12);
    }

    private int headerLength() {
        return unsignedByte(HEADER + 1) * 4;
    }

    // ANNOUNCE

    private int encInfo() {
        return HEADER + 16 + 2 * ((bytes[HEADER + 2] & IPV6_FLAG) != 0 ? 16 : 4);
    }

    int blockSize() {
        return unsignedShort(HEADER + 6);
    }

    boolean wantsClientKey() {
        return (bytes[encInfo() + 2] & 1) != 0;
    }

    int cipherCode() {
        return unsignedByte(encInfo() + 4);
    }

    int hashCode5() {
        return unsignedByte(encInfo() + 5);
    }

    byte[] announceSignatureKey() {
        return range(encInfo() + ENC_INFO_FIXED, unsignedShort(encInfo() + 6));
    }

    byte[] announceEcdhBlob() {
        int at = encInfo() + ENC_INFO_FIXED + unsignedShort(encInfo() + 6);
        return range(at, unsignedShort(encInfo() + 8));
    }

    private int announceSignatureAt() {
        return encInfo() + ENC_INFO_FIXED + unsignedShort(encInfo() + 6) + unsignedShort(encInfo() + 8);
    }

    byte[] announceSignature() {
        return range(announceSignatureAt(), unsignedShort(encInfo() + 10));
    }

    byte[] announceWithoutSignature() {
        return HandshakeContext.withoutSignature(bytes, announceSignatureAt(), unsignedShort(encInfo() + 10));
    }

    byte[] encInfoWithoutSignature() {
        int length = unsignedByte(encInfo() + 1) * 4;
        return Arrays.copyOfRange(announceWithoutSignature(), encInfo(), encInfo() + length);
    }

    // REGISTER

    byte[] clientRandom() {
        return range(HEADER + 12, 32);
    }

    byte[] registerEcdhBlob() {
        return range(HEADER + REGISTER_FIXED, unsignedShort(HEADER + 2));
    }

    // KEYINFO

    long keyInfoCounter() {
        return buffer().getLong(HEADER + 4);
    }

    byte[] keyInfoSignature() {
        return range(HEADER + 12, unsignedShort(HEADER + 2));
    }

    byte[] keyInfoWithoutSignature() {
        return HandshakeContext.withoutSignature(bytes, HEADER + 12, unsignedShort(HEADER + 2));
    }

    /** Null when the receiver is not listed. */
    byte[] wrappedGroupMaster(int receiverId) {
        for (int at = HEADER + headerLength(); at + KEYINFO_ENTRY <= bytes.length; at += KEYINFO_ENTRY) {
            if (buffer().getInt(at) == receiverId) {
                return range(at + 4, KEYINFO_ENTRY - 4);
            }
        }
        return null;
    }

    // ENCRYPTED

    long counter() {
        return buffer().getLong(HEADER);
    }

    int payloadLength() {
        return unsignedShort(HEADER + 10);
    }
}
