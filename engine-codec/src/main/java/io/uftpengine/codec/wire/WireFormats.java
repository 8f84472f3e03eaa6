package io.uftpengine.codec.wire;

import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.v5.V5Messages;

/** The wire formats we have: the only place that tells one version byte from another. */
public final class WireFormats {
    private static final WireFormat V5 =
            new TableWireFormat(ProtocolVersion.V5, V5Messages.table(), V5Messages.extensions());

    private WireFormats() {}

    /**
     * The format of a datagram by its first byte, or null when nobody here speaks that version.
     *
     * @param versionByte the byte, signed or unsigned
     */
    public static WireFormat forVersionByte(int versionByte) {
        return (byte) versionByte == ProtocolVersion.V5.wireByte() ? V5 : null;
    }

    /** The format of a version. */
    public static WireFormat of(ProtocolVersion version) {
        return forVersionByte(version.wireByte());
    }
}
