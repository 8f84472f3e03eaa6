package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.Unsigned;
import java.util.Objects;

/**
 * A receiver is ready for the file (protocol 5.2.10).
 *
 * @param fileId 0..65535
 * @param partial part of the file is there from an earlier run
 * @param echoedMicros timestamp of the FILEINFO plus the time since (wire facts 2.4)
 * @param receivers for whom a proxy answers; empty from a receiver
 */
public record FileInfoAck(int fileId, boolean partial, long echoedMicros, IdList receivers) implements Message {
    public FileInfoAck {
        Unsigned.u16("fileId", fileId);
        Objects.requireNonNull(receivers, "receivers");
    }

    @Override
    public Function function() {
        return Function.FILEINFO_ACK;
    }
}
