package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.Unsigned;
import java.util.List;
import java.util.Objects;

/**
 * A receiver reports what it misses of one section (protocol 5.2.13).
 *
 * @param fileId 0..65535
 * @param section 0..65535
 * @param extensions {@code TfmccAck} or nothing
 * @param naks the wanted blocks; from the network it may be shorter than the section needs
 */
public record Status(int fileId, int section, List<HeaderExtension> extensions, NakBitmap naks) implements Message {
    public Status {
        Unsigned.u16("fileId", fileId);
        Unsigned.u16("section", section);
        extensions = List.copyOf(extensions);
        Objects.requireNonNull(naks, "naks");
    }

    @Override
    public Function function() {
        return Function.STATUS;
    }
}
