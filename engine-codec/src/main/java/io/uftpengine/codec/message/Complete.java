package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.Unsigned;
import java.util.List;
import java.util.Objects;

/**
 * A receiver has finished a file, or with file ID 0 the session (protocol 5.2.14).
 *
 * @param fileId 0..65535
 * @param status how it ended
 * @param extensions {@code FreeSpace} or nothing
 * @param receivers for whom a proxy answers; empty from a receiver
 */
public record Complete(int fileId, CompletionStatus status, List<HeaderExtension> extensions, IdList receivers)
        implements Message {
    public Complete {
        Unsigned.u16("fileId", fileId);
        Objects.requireNonNull(status, "status");
        extensions = List.copyOf(extensions);
        Objects.requireNonNull(receivers, "receivers");
    }

    @Override
    public Function function() {
        return Function.COMPLETE;
    }
}
