package io.uftpengine.core.transport;

import io.uftpengine.core.protocol.machine.Action;
import java.net.InetSocketAddress;

/**
 * Where a sender's messages go.
 *
 * @param publicAddress the group of ANNOUNCEs, or the one receiver
 * @param privateAddress the group of everything else; the same receiver in unicast mode
 */
public record SenderRoute(InetSocketAddress publicAddress, InetSocketAddress privateAddress) {
    InetSocketAddress resolve(Action.Destination destination) {
        if (destination instanceof Action.Unicast unicast) {
            return unicast.address();
        }
        return destination instanceof Action.PublicGroup ? publicAddress : privateAddress;
    }
}
