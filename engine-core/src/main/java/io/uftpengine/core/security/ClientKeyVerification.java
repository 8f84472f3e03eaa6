package io.uftpengine.core.security;

import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.SignedData;
import java.util.Arrays;
import java.util.Set;

/**
 * Checks who a receiver is; then its application keys can be made, because C2 ends with its CLIENT_KEY. A CLIENT_KEY that
 * comes again may have another ECDSA signature: C2 is without it (wire facts 6.5).
 */
final class ClientKeyVerification extends SecurityWork {
    /** Why a CLIENT_KEY of another exchange than the present one is not looked at. */
    static final String TOO_LATE = "its CLIENT_KEY does not belong to its last REGISTER";

    private static final String ANOTHER_KEY = "its CLIENT_KEY holds another key than the one before";

    private final SenderHandshake handshake;
    private final ReceiverKeyTable receivers;
    private final Action.VerifyClientKey action;
    private final byte[] clientContext1;
    private final SecretBytes groupMaster;
    private ApplicationKeys application;
    private String refusal;

    /**
     * Takes over {@code groupMaster}.
     *
     * @param clientContext1 C1 of the exchange that the action names
     */
    ClientKeyVerification(
            Set<SecurityWork> underWay,
            SenderHandshake handshake,
            ReceiverKeyTable receivers,
            Action.VerifyClientKey action,
            byte[] clientContext1,
            SecretBytes groupMaster) {
        super(underWay);
        this.handshake = handshake;
        this.receivers = receivers;
        this.action = action;
        this.clientContext1 = clientContext1;
        this.groupMaster = groupMaster;
    }

    @Override
    void work() {
        try {
            SignedMessage<ClientKey> clientKey = SignedMessage.inner(
                    handshake.format(), action.clientKey().raw().toArray(), ClientKey.class);
            refusal = objection(clientKey);
            if (refusal == null) {
                byte[] clientContext2 = HandshakeContext.client2(clientContext1, clientKey.bound());
                application = ApplicationKeys.of(handshake.schedule(), groupMaster, clientContext2);
            }
        } catch (DecodeException e) {
            refusal = "its CLIENT_KEY is malformed: " + e.fault();
        } catch (CryptoFailure e) {
            refusal = "the signature key of its CLIENT_KEY: " + e.getMessage();
        }
    }

    private String objection(SignedMessage<ClientKey> clientKey) throws CryptoFailure {
        byte[] blob = clientKey.message().keyBlob().toArray();
        boolean isSigned = Verifier.of(blob)
                .isValid(handshake.hash(), clientKey.signature(), SignedData.clientKey(clientContext1));
        return isSigned
                ? handshake.trust().objection(action.receiverId(), blob)
                : "the signature of its CLIENT_KEY is wrong";
    }

    @Override
    Result install() {
        int receiverId = action.receiverId();
        ReceiverKeys receiver = receivers.find(receiverId);
        if (receiver == null || !receiver.isAgreed(action.exchange()) || receiver.isConfirmed()) {
            refusal = TOO_LATE;
        } else if (refusal == null && receiver.isReady()) {
            // It came again: a receiver that has been verified can't become another.
            refusal = Arrays.equals(receiver.clientContext2(), application.clientContext2()) ? null : ANOTHER_KEY;
        } else if (refusal == null) {
            receiver.install(application, receivers.openers());
            application = null;
        }
        return Result.of(
                refusal == null
                        ? new TaskResult.ReceiverVerified(receiverId, action.exchange())
                        : new TaskResult.ReceiverRefused(receiverId, action.exchange(), refusal));
    }

    @Override
    void wipe() {
        groupMaster.destroy();
        if (application != null) {
            application.destroy();
        }
    }
}
