package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import java.util.Objects;

/**
 * The sender confirms registrations (protocol 5.2.6); never encrypted.
 *
 * @param receivers whose REGISTER arrived
 */
public record RegConf(IdList receivers) implements Message {
    public RegConf {
        Objects.requireNonNull(receivers, "receivers");
    }

    @Override
    public Function function() {
        return Function.REG_CONF;
    }
}
