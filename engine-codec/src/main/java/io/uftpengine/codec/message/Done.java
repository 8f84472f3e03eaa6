package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.Unsigned;
import java.util.Objects;

/**
 * The sender asks for STATUS or COMPLETE (protocol 5.2.12).
 *
 * @param fileId 0..65535; 0 ends the session
 * @param section the last section; 0 for an empty file and for the end of the session
 * @param receivers who shall answer; may be empty
 */
public record Done(int fileId, int section, IdList receivers) implements Message {
    public Done {
        Unsigned.u16("fileId", fileId);
        Unsigned.u16("section", section);
        Objects.requireNonNull(receivers, "receivers");
    }

    @Override
    public Function function() {
        return Function.DONE;
    }
}
