package io.uftpengine.core.security;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.v5.SignedData;
import java.util.Set;

/** Signs one ANNOUNCE; each anew, because time, sequence and list change (wire facts 6.5). */
final class AnnounceSigning extends SecurityWork {
    private final SenderHandshake handshake;
    private final Action.SendSigned action;
    private byte[] datagram;

    AnnounceSigning(Set<SecurityWork> underWay, SenderHandshake handshake, Action.SendSigned action) {
        super(underWay);
        this.handshake = handshake;
        this.action = action;
    }

    @Override
    void work() {
        SignedMessage<?> announce = SignedMessage.unsigned(handshake.format(), action.header(), action.message());
        try {
            datagram =
                    announce.signed(handshake.signer().sign(handshake.hash(), SignedData.announce(announce.bytes())));
        } catch (CryptoFailure keyIsGone) {
            datagram = null;
        }
    }

    @Override
    Result install() {
        return datagram == null ? Result.NOTHING : new Result(null, datagram, action.destination());
    }
}
