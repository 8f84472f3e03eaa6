package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import java.util.Objects;

/**
 * The sender confirms the last COMPLETE (protocol 5.2.15). It has no extensions: receivers read the list at a fixed offset (T13).
 *
 * @param receivers who may leave
 */
public record DoneConf(IdList receivers) implements Message {
    public DoneConf {
        Objects.requireNonNull(receivers, "receivers");
    }

    @Override
    public Function function() {
        return Function.DONE_CONF;
    }
}
