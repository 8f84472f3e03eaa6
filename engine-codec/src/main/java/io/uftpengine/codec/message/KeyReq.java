package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;

/**
 * A receiver asks its response proxy for PROXY_KEY. Protocol 5 reserves the number: there it has no encoding, a peer of either version
 * sends it as protocol 4 (T25).
 */
public record KeyReq() implements Message {

    @Override
    public Function function() {
        return Function.KEY_REQ;
    }
}
