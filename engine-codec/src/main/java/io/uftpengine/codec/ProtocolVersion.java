package io.uftpengine.codec;

/**
 * The protocol versions this engine speaks, by the first byte of every datagram (protocol 5.2.1).
 *
 * <p>A constant is read only where the two versions part ({@code codec.wire}, {@code codec.v4}, {@code codec.v5}); everything
 * else passes the value on.
 */
public enum ProtocolVersion {
    /** Protocol 5, wire byte 0x50. */
    V5((byte) 0x50);

    private static final int MAJOR_UNIT = 0x10;

    private final byte wireByte;

    ProtocolVersion(byte wireByte) {
        this.wireByte = wireByte;
    }

    /** The number people know it by. */
    public int major() {
        return (wireByte & 0xFF) / MAJOR_UNIT;
    }

    /** The byte at offset 0 of the UFTP header. */
    public byte wireByte() {
        return wireByte;
    }
}
