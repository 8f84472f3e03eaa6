package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import java.util.List;

/**
 * Congestion feedback (protocol 5.2.21).
 *
 * @param extensions {@code TfmccAck}
 */
public record CcAck(List<HeaderExtension> extensions) implements Message {
    public CcAck {
        extensions = List.copyOf(extensions);
    }

    @Override
    public Function function() {
        return Function.CC_ACK;
    }
}
