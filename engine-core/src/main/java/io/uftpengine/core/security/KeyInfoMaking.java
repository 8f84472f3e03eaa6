package io.uftpengine.core.security;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.SignedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Wraps the group master for some receivers and signs the KEYINFO that takes it to them. */
final class KeyInfoMaking extends SecurityWork {
    /**
     * For whom.
     *
     * @param keys to wrap with, a copy of this work's own
     * @param clientContext2 C2
     */
    record Recipient(int receiverId, TrafficKeys keys, byte[] clientContext2) {}

    private final SenderHandshake handshake;
    private final Action.SendKeyInfo action;
    private final long counter;
    private final List<Recipient> recipients;
    private final SecretBytes groupMaster;
    private byte[] datagram;

    /**
     * Takes over the keys of the recipients and {@code groupMaster}.
     *
     * @param counter of the packet, shared by all entries: their keys differ (wire facts 6.5)
     */
    KeyInfoMaking(
            Set<SecurityWork> underWay,
            SenderHandshake handshake,
            Action.SendKeyInfo action,
            long counter,
            List<Recipient> recipients,
            SecretBytes groupMaster) {
        super(underWay);
        this.handshake = handshake;
        this.action = action;
        this.counter = counter;
        this.recipients = recipients;
        this.groupMaster = groupMaster;
    }

    @Override
    void work() {
        List<KeyInfo.Entry> entries = new ArrayList<>(recipients.size());
        for (Recipient recipient : recipients) {
            byte[] wrapped = handshake
                    .schedule()
                    .wrapGroupMaster(recipient.keys(), counter, recipient.clientContext2(), groupMaster);
            entries.add(new KeyInfo.Entry(recipient.receiverId(), Bytes.of(wrapped)));
        }
        Bytes noSignature = Bytes.zeros(handshake.signer().signatureLength());
        SignedMessage<KeyInfo> keyInfo =
                SignedMessage.unsigned(handshake.format(), action.header(), new KeyInfo(counter, noSignature, entries));
        try {
            datagram = keyInfo.signed(handshake
                    .signer()
                    .sign(
                            handshake.hash(),
                            SignedData.keyInfo(handshake.serverContext(), HandshakeContext.NO_PROXY, keyInfo.bytes())));
        } catch (CryptoFailure keyIsGone) {
            datagram = null;
        }
    }

    @Override
    Result install() {
        return datagram == null ? Result.NOTHING : new Result(null, datagram, action.destination());
    }

    @Override
    void wipe() {
        groupMaster.destroy();
        recipients.forEach(recipient -> recipient.keys().destroy());
    }
}
