package io.uftpengine.core.security;

import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.SignedData;
import java.util.Set;
import java.util.function.Function;

/** Checks that a KEYINFO is the sender's, opens the group master in it, and makes the application keys. */
final class KeyInfoOpening extends SecurityWork {
    private final ReceiverHandshake handshake;
    private final Inbound keyInfo;
    private final int uniqueId;
    private final TrafficKeys serverHandshake;
    private final Function<KeyInfoOpening, TaskResult> installer;
    private TrafficKeys serverApplication;
    private ApplicationKeys application;
    private String failure;

    /**
     * Takes over {@code serverHandshake}.
     *
     * @param installer takes over what was made
     */
    KeyInfoOpening(
            Set<SecurityWork> underWay,
            ReceiverHandshake handshake,
            Inbound keyInfo,
            int uniqueId,
            TrafficKeys serverHandshake,
            Function<KeyInfoOpening, TaskResult> installer) {
        super(underWay);
        this.handshake = handshake;
        this.keyInfo = keyInfo;
        this.uniqueId = uniqueId;
        this.serverHandshake = serverHandshake;
        this.installer = installer;
    }

    @Override
    void work() {
        try {
            SignedMessage<KeyInfo> message =
                    SignedMessage.datagram(handshake.format(), keyInfo.raw().toArray(), KeyInfo.class);
            open(message);
        } catch (HandshakeFailure e) {
            failure = e.getMessage();
        } catch (DecodeException e) {
            failure = "the KEYINFO is malformed: " + e.fault();
        } catch (CryptoFailure e) {
            failure = "our entry of the KEYINFO: " + e.getMessage();
        }
    }

    private void open(SignedMessage<KeyInfo> message) throws HandshakeFailure, CryptoFailure {
        boolean isSigned = handshake
                .sender()
                .isValid(
                        handshake.schedule().hash(),
                        message.signature(),
                        SignedData.keyInfo(
                                handshake.serverContext(), HandshakeContext.NO_PROXY, message.withoutSignature()));
        if (!isSigned) {
            throw new HandshakeFailure("the signature of the KEYINFO is wrong");
        }
        byte[] wrapped = message.message().entries().stream()
                .filter(entry -> entry.receiverId() == uniqueId)
                .findFirst()
                .orElseThrow(() -> new HandshakeFailure("the KEYINFO has no entry for us"))
                .sealedGroupMaster()
                .toArray();
        SecretBytes groupMaster = handshake
                .schedule()
                .unwrapGroupMaster(serverHandshake, message.message().counter(), handshake.clientContext2(), wrapped);
        try {
            serverApplication = handshake.schedule().serverApplicationKeys(groupMaster, handshake.serverContext());
            application = ApplicationKeys.of(handshake.schedule(), groupMaster, handshake.clientContext2());
        } finally {
            groupMaster.destroy();
        }
    }

    @Override
    Result install() {
        return Result.of(failure != null ? new TaskResult.HandshakeFailed(failure) : installer.apply(this));
    }

    /** Of the sender's packets; destroyed after the installation. */
    TrafficKeys serverApplication() {
        return serverApplication;
    }

    /** Of ours; destroyed after the installation. */
    ApplicationKeys application() {
        return application;
    }

    @Override
    void wipe() {
        serverHandshake.destroy();
        if (serverApplication != null) {
            serverApplication.destroy();
        }
        if (application != null) {
            application.destroy();
        }
    }
}
