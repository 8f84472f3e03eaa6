package io.uftpengine.core.security;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.v5.HandshakeContext;
import java.util.Set;

/** The ECDH with one receiver; without client authentication its application keys, too, because C2 is C1 then. */
final class ReceiverAgreement extends SecurityWork {
    private final SenderHandshake handshake;
    private final ReceiverKeyTable receivers;
    private final Action.AgreeKeys action;
    private final SecretBytes groupMaster;
    private HandshakeKeys keys;
    private ApplicationKeys application;
    private String refusal;

    /** Takes over {@code groupMaster}. */
    ReceiverAgreement(
            Set<SecurityWork> underWay,
            SenderHandshake handshake,
            ReceiverKeyTable receivers,
            Action.AgreeKeys action,
            SecretBytes groupMaster) {
        super(underWay);
        this.handshake = handshake;
        this.receivers = receivers;
        this.action = action;
        this.groupMaster = groupMaster;
    }

    @Override
    void work() {
        byte[] blob = action.ecdhBlob().toArray();
        byte[] clientContext1 = HandshakeContext.client1(
                handshake.serverContext(),
                HandshakeContext.NO_PROXY,
                action.receiverId(),
                blob,
                action.random().toArray());
        try {
            keys = HandshakeKeys.agree(
                    handshake.schedule(), handshake.ephemeral(), blob, clientContext1, handshake.clientAuth());
            if (!handshake.clientAuth()) {
                application = ApplicationKeys.of(handshake.schedule(), groupMaster, clientContext1);
            }
        } catch (CryptoFailure e) {
            refusal = "the ECDH key of its REGISTER: " + e.getMessage();
        }
    }

    @Override
    Result install() {
        ReceiverKeys receiver = receivers.find(action.receiverId());
        if (receiver == null || !receiver.isLatest(action.exchange())) {
            return refused("another REGISTER of it came later");
        }
        if (refusal != null) {
            receivers.remove(action.receiverId());
            return refused(refusal);
        }
        receiver.install(keys, receivers.openers());
        keys = null;
        if (application != null) {
            receiver.install(application, receivers.openers());
            application = null;
        }
        return Result.of(new TaskResult.ReceiverKeyed(action.receiverId(), action.exchange()));
    }

    private Result refused(String reason) {
        return Result.of(new TaskResult.ReceiverRefused(action.receiverId(), action.exchange(), reason));
    }

    @Override
    void wipe() {
        groupMaster.destroy();
        if (keys != null) {
            keys.destroy();
        }
        if (application != null) {
            application.destroy();
        }
    }
}
