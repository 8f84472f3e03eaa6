package io.uftpengine.core.security;

import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.keyblob.EcKeyBlob;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.SignedData;
import io.uftpengine.crypto.v5.V5KeySchedule;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks whose an ANNOUNCE is; then makes this session's random and ephemeral key, which live no longer than this work, and
 * from them the handshake keys and, when the sender asks for it, the CLIENT_KEY.
 */
final class AnnounceVerification extends SecurityWork {
    private final Inbound announce;
    private final int uniqueId;
    private final Supplier<SigningKey> signingKey;
    private final EphemeralKeys ephemeralKeys;
    private final Supplier<byte[]> random;
    private final Function<AnnounceVerification, TaskResult> installer;
    private ReceiverHandshake handshake;
    private HandshakeKeys keys;
    private TaskResult answer;

    /**
     * A work.
     *
     * @param installer takes over what was made
     */
    AnnounceVerification(
            Set<SecurityWork> underWay,
            Inbound announce,
            int uniqueId,
            Supplier<SigningKey> signingKey,
            EphemeralKeys ephemeralKeys,
            Supplier<byte[]> random,
            Function<AnnounceVerification, TaskResult> installer) {
        super(underWay);
        this.announce = announce;
        this.uniqueId = uniqueId;
        this.signingKey = signingKey;
        this.ephemeralKeys = ephemeralKeys;
        this.random = random;
        this.installer = installer;
    }

    @Override
    void work() {
        try {
            answer = verify();
        } catch (HandshakeFailure e) {
            answer = new TaskResult.HandshakeFailed(e.getMessage());
        } catch (DecodeException e) {
            answer = new TaskResult.HandshakeFailed("the ANNOUNCE is malformed: " + e.fault());
        }
    }

    private TaskResult verify() throws HandshakeFailure, DecodeException {
        WireFormat format = WireFormats.of(announce.header().version());
        SignedMessage<Announce> message =
                SignedMessage.datagram(format, announce.raw().toArray(), Announce.class);
        EncInfo offer = offer(message.message());
        KeySchedule schedule = schedule(offer);
        Verifier sender = sender(offer);
        if (!sender.isValid(schedule.hash(), message.signature(), SignedData.announce(message.withoutSignature()))) {
            throw new HandshakeFailure("the signature of the ANNOUNCE is wrong");
        }
        UftpHeader header = message.header();
        byte[] serverContext =
                HandshakeContext.server(header.groupId(), header.instance(), header.sourceId(), message.bound());
        return agree(offer, new Proven(format, schedule, sender, header.sourceId(), serverContext));
    }

    /** An ANNOUNCE that is its sender's. */
    private record Proven(
            WireFormat format, KeySchedule schedule, Verifier sender, int senderId, byte[] serverContext) {
        ReceiverHandshake with(byte[] clientContext2) {
            return new ReceiverHandshake(format, schedule, sender, senderId, serverContext, clientContext2);
        }
    }

    private static EncInfo offer(Announce announce) throws HandshakeFailure {
        return announce.extensions().stream()
                .filter(EncInfo.class::isInstance)
                .map(EncInfo.class::cast)
                .findFirst()
                .orElseThrow(() -> new HandshakeFailure("the ANNOUNCE offers no encryption"));
    }

    private static KeySchedule schedule(EncInfo offer) throws HandshakeFailure {
        CipherSuite suite = CipherSuite.ofCode(offer.cipher())
                .orElseThrow(() -> new HandshakeFailure("cipher " + offer.cipher() + " is unknown"));
        HashAlgorithm hash = HashAlgorithm.ofCode(offer.hash())
                .orElseThrow(() -> new HandshakeFailure("hash " + offer.hash() + " is unknown"));
        return new V5KeySchedule(suite, hash);
    }

    private static Verifier sender(EncInfo offer) throws HandshakeFailure {
        try {
            return Verifier.of(offer.keyBlob().toArray());
        } catch (CryptoFailure e) {
            throw new HandshakeFailure("the sender's signature key: " + e.getMessage());
        }
    }

    private TaskResult agree(EncInfo offer, Proven proven) throws HandshakeFailure {
        byte[] hello = random.get();
        byte[] senderBlob = offer.ecdhBlob().toArray();
        EphemeralKey ephemeral = null;
        try {
            ephemeral = ephemeralKeys.next(EcKeyBlob.curve(senderBlob));
            byte[] clientContext1 = HandshakeContext.client1(
                    proven.serverContext(), HandshakeContext.NO_PROXY, uniqueId, ephemeral.blob(), hello);
            keys = HandshakeKeys.agree(proven.schedule(), ephemeral, senderBlob, clientContext1, offer.clientAuth());
            SignedMessage<ClientKey> clientKey = offer.clientAuth()
                    ? clientKey(proven.format(), proven.schedule().hash(), clientContext1)
                    : null;
            handshake = proven.with(
                    clientKey == null ? clientContext1 : HandshakeContext.client2(clientContext1, clientKey.bound()));
            return new TaskResult.AnnounceVerified(
                    Bytes.of(hello), Bytes.of(ephemeral.blob()), clientKey == null ? null : clientKey.message());
        } catch (CryptoFailure e) {
            throw new HandshakeFailure("the sender's ECDH key: " + e.getMessage());
        } finally {
            if (ephemeral != null) {
                ephemeral.destroy();
            }
        }
    }

    private SignedMessage<ClientKey> clientKey(WireFormat format, HashAlgorithm hash, byte[] clientContext1)
            throws HandshakeFailure {
        try {
            Signer signer = Signer.of(signingKey.get());
            byte[] signature = signer.sign(hash, SignedData.clientKey(clientContext1));
            return SignedMessage.unsignedInner(format, new ClientKey(Bytes.of(signer.blob()), Bytes.of(signature)));
        } catch (CryptoFailure e) {
            throw new HandshakeFailure("CLIENT_KEY can't be signed: " + e.getMessage());
        }
    }

    @Override
    Result install() {
        return Result.of(handshake == null ? answer : installer.apply(this));
    }

    ReceiverHandshake handshake() {
        return handshake;
    }

    /** The handshake keys, which belong to the caller now. */
    HandshakeKeys takeKeys() {
        HandshakeKeys taken = keys;
        keys = null;
        return taken;
    }

    TaskResult answer() {
        return answer;
    }

    @Override
    void wipe() {
        if (keys != null) {
            keys.destroy();
        }
    }
}
