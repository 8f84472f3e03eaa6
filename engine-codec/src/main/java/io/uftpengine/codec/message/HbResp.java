package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import java.util.Objects;

/**
 * Answer to a heartbeat (protocol 5.2.18).
 *
 * @param result what became of the request
 * @param nonce to be signed, with a challenge; otherwise 0
 */
public record HbResp(HeartbeatResult result, int nonce) implements Message {
    public HbResp {
        Objects.requireNonNull(result, "result");
    }

    @Override
    public Function function() {
        return Function.HB_RESP;
    }
}
