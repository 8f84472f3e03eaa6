package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.Unsigned;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * Opens a session (protocol 5.2.3). The IPV6 flag is the family of the addresses, which must be the same for both; unicast mode is
 * two all-zero addresses (wire facts 3).
 *
 * @param syncMode receivers compare with what they have
 * @param syncPreview as sync mode, but nothing is transferred
 * @param robust 0..255, robustness factor
 * @param ccType 0..255, {@code CC_*}
 * @param blockSize 0..65535, bytes
 * @param timestampMicros sender's clock, microseconds since 1970
 * @param publicAddress where ANNOUNCE goes
 * @param privateAddress where everything later goes
 * @param extensions {@code EncInfo} first, if any (T14)
 * @param receivers who may join; empty in an open group
 */
public record Announce(
        boolean syncMode,
        boolean syncPreview,
        int robust,
        int ccType,
        int blockSize,
        long timestampMicros,
        InetAddress publicAddress,
        InetAddress privateAddress,
        List<HeaderExtension> extensions,
        IdList receivers)
        implements Message {
    public static final int CC_NONE = 0;
    public static final int CC_TFMCC = 2;

    public Announce {
        Unsigned.u8("robust", robust);
        Unsigned.u8("ccType", ccType);
        Unsigned.u16("blockSize", blockSize);
        if (publicAddress.getAddress().length != privateAddress.getAddress().length) {
            throw new IllegalArgumentException("address families differ");
        }
        extensions = List.copyOf(extensions);
        Objects.requireNonNull(receivers, "receivers");
    }

    /** Whether the session has no groups to join. */
    public boolean isUnicast() {
        return publicAddress.isAnyLocalAddress() && privateAddress.isAnyLocalAddress();
    }

    @Override
    public Function function() {
        return Function.ANNOUNCE;
    }
}
