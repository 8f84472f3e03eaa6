package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;
import java.util.List;

/**
 * The sender hands out the group master (protocol 5.2.7); never wrapped in ENCRYPTED.
 *
 * @param counter nonce counter shared by all entries
 * @param signature of the sender, whole 32-bit words; empty in protocol 4
 * @param entries one for each receiver
 */
public record KeyInfo(long counter, Bytes signature, List<Entry> entries) implements Message {
    /**
     * @param receiverId for whom
     * @param sealedGroupMaster 48 bytes: group master and tag
     */
    public record Entry(int receiverId, Bytes sealedGroupMaster) {
        public static final int SEALED_LENGTH = 48;

        /** Bytes of an entry on the wire. */
        public static final int LENGTH = 4 + SEALED_LENGTH;

        public Entry {
            if (sealedGroupMaster.length() != SEALED_LENGTH) {
                throw new IllegalArgumentException("sealed group master of " + sealedGroupMaster.length() + " bytes");
            }
        }
    }

    public KeyInfo {
        Unsigned.u16("signature", signature.length());
        entries = List.copyOf(entries);
    }

    @Override
    public Function function() {
        return Function.KEYINFO;
    }
}
