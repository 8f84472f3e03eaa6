package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;
import java.util.List;
import java.util.Objects;

/**
 * One block of a file (protocol 5.2.11). For tests and tools: the data path uses {@code codec.data} and makes no objects.
 *
 * @param fileId 0..65535
 * @param section 0..65535
 * @param block 0..65535, within the section
 * @param extensions {@code TfmccData} or nothing
 * @param data contents of the block
 */
public record FileSeg(int fileId, int section, int block, List<HeaderExtension> extensions, Bytes data)
        implements Message {
    public FileSeg {
        Unsigned.u16("fileId", fileId);
        Unsigned.u16("section", section);
        Unsigned.u16("block", block);
        extensions = List.copyOf(extensions);
        Objects.requireNonNull(data, "data");
    }

    @Override
    public Function function() {
        return Function.FILESEG;
    }
}
