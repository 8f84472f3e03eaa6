package io.uftpengine.core.security;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.security.KeyWork.Result;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.PacketSealer;
import io.uftpengine.crypto.api.ReplayWindow;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.packet.AeadPacketOpener;
import io.uftpengine.crypto.packet.AeadPacketSealer;
import io.uftpengine.crypto.packet.PacketCounter;
import io.uftpengine.crypto.packet.SlidingReplayWindow;
import io.uftpengine.crypto.random.HandshakeRandom;
import io.uftpengine.crypto.signature.SigningKey;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A receiver's keys of one session, without a proxy in between (wire facts 6): none until the ANNOUNCE is verified, those of
 * the handshake until KEYINFO is opened, then those of the application alone.
 */
public final class ReceiverSecurity implements SessionSecurity {
    private final int uniqueId;
    private final Supplier<SigningKey> signingKey;
    private final EphemeralKeys ephemeralKeys;
    private final Supplier<byte[]> random;
    private final PacketCounter counter = new PacketCounter();
    private final ReplayWindow window = new SlidingReplayWindow();
    private final Set<SecurityWork> underWay = new HashSet<>();

    private ReceiverHandshake handshake;
    private TrafficKeys serverHandshake;
    private PacketSealer handshakeSealer;
    private int senderId;
    private PacketOpener opener;
    private PacketSealer sealer;
    private boolean isDestroyed;

    /**
     * No keys yet.
     *
     * @param signingKey what CLIENT_KEY is signed with, if a sender asks for one; called on any thread, may block, and must
     *     always give the same
     */
    public ReceiverSecurity(int uniqueId, Supplier<SigningKey> signingKey) {
        this(uniqueId, signingKey, EphemeralKeys.FRESH);
    }

    /** With ephemeral keys from elsewhere. */
    public ReceiverSecurity(int uniqueId, Supplier<SigningKey> signingKey, EphemeralKeys ephemeralKeys) {
        this(uniqueId, signingKey, ephemeralKeys, new HandshakeRandom()::hello);
    }

    /** With nothing of its own making, to repeat a recorded session. */
    ReceiverSecurity(
            int uniqueId, Supplier<SigningKey> signingKey, EphemeralKeys ephemeralKeys, Supplier<byte[]> random) {
        this.uniqueId = uniqueId;
        this.signingKey = signingKey;
        this.ephemeralKeys = ephemeralKeys;
        this.random = random;
    }

    @Override
    public Opening open(ByteBuf datagram) {
        if (!EncryptedDatagram.isWellFormed(
                datagram, ProtocolProfile.PROTOCOL_5.version().wireByte())) {
            return Opening.MALFORMED;
        }
        if (opener == null || EncryptedDatagram.sourceId(datagram) != senderId) {
            return Opening.NO_KEYS;
        }
        try {
            EncryptedDatagram.open(datagram, opener);
        } catch (CryptoFailure e) {
            return Opening.NOT_AUTHENTIC;
        }
        return EncryptedDatagram.admit(datagram, window, Opening.APPLICATION);
    }

    /** One counter for both keys (wire facts 6.6). */
    @Override
    public int seal(ByteBuf datagram, int start, int messageLength, Protection protection) throws CryptoFailure {
        PacketSealer with =
                switch (protection) {
                    case CLEAR -> null;
                    case HANDSHAKE -> handshakeSealer;
                    case APPLICATION -> sealer;
                };
        if (with == null) {
            throw CryptoFailure.of(isDestroyed ? Reason.DESTROYED : Reason.NO_KEY);
        }
        return EncryptedDatagram.seal(datagram, start, messageLength, with, counter.next());
    }

    @Override
    public KeyWork begin(Action.KeyAction action) {
        if (isDestroyed) {
            return new LoopWork(underWay, () -> Result.NOTHING);
        }
        if (action instanceof Action.VerifyAnnounce verify) {
            return new AnnounceVerification(
                    underWay, verify.announce(), uniqueId, signingKey, ephemeralKeys, random, this::install);
        }
        if (action instanceof Action.OpenKeyInfo open) {
            if (handshake == null) {
                // Nothing to open it with yet, or all is open already.
                return new LoopWork(underWay, () -> Result.NOTHING);
            }
            return new KeyInfoOpening(
                    underWay, handshake, open.keyInfo(), uniqueId, serverHandshake.copy(), this::install);
        }
        throw new IllegalArgumentException("no receiver's action: " + action);
    }

    /** The keys of the handshake are in force from the first verified ANNOUNCE on; there is no second. */
    private TaskResult install(AnnounceVerification verified) {
        if (handshake != null || opener != null) {
            return null;
        }
        handshake = verified.handshake();
        HandshakeKeys keys = verified.takeKeys();
        serverHandshake = keys.server();
        if (keys.client() != null) {
            handshakeSealer = new AeadPacketSealer(keys.client());
            keys.client().destroy();
        }
        return verified.answer();
    }

    private TaskResult install(KeyInfoOpening opened) {
        if (handshake == null) {
            return null;
        }
        senderId = handshake.senderId();
        opener = new AeadPacketOpener(opened.serverApplication());
        sealer = new AeadPacketSealer(opened.application().traffic());
        dropHandshake();
        return new TaskResult.KeysAgreed(Bytes.of(opened.application().verifyData()));
    }

    private void dropHandshake() {
        handshake = null;
        if (serverHandshake != null) {
            serverHandshake.destroy();
            serverHandshake = null;
        }
        if (handshakeSealer != null) {
            handshakeSealer.destroy();
            handshakeSealer = null;
        }
    }

    @Override
    public void destroy() {
        if (isDestroyed) {
            return;
        }
        isDestroyed = true;
        underWay.forEach(SecurityWork::discard);
        underWay.clear();
        dropHandshake();
        if (opener != null) {
            opener.destroy();
            opener = null;
            sealer.destroy();
            sealer = null;
        }
    }
}
