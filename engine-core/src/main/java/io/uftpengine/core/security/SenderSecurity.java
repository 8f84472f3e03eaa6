package io.uftpengine.core.security;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.security.KeyWork.Result;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.PacketSealer;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.packet.AeadPacketSealer;
import io.uftpengine.crypto.packet.PacketCounter;
import io.uftpengine.crypto.random.HandshakeRandom;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.V5KeySchedule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A sender's keys of one session: its own, and those with each receiver (wire facts 6). */
public final class SenderSecurity implements SessionSecurity {
    private final SenderHandshake handshake;
    private final EncInfo offer;
    private final SecretBytes groupMaster;
    private final PacketSealer sealer;
    private final PacketCounter counter = new PacketCounter();
    private final ReceiverKeyTable receivers = new ReceiverKeyTable();
    private final Set<SecurityWork> underWay = new HashSet<>();
    private boolean isDestroyed;

    private SenderSecurity(SenderHandshake handshake, EncInfo offer, SecretBytes groupMaster, PacketSealer sealer) {
        this.handshake = handshake;
        this.offer = offer;
        this.groupMaster = groupMaster;
        this.sealer = sealer;
    }

    /**
     * Makes the keys of a session; blocking.
     *
     * @param trust judges the keys of receivers, on any thread; not asked without client authentication
     */
    public static SenderSecurity create(
            EncryptionSettings settings, int groupId, int instance, int senderId, ReceiverTrust trust) {
        return create(settings, groupId, instance, senderId, trust, EphemeralKeys.FRESH);
    }

    /** The same with an ephemeral key from elsewhere. */
    public static SenderSecurity create(
            EncryptionSettings settings,
            int groupId,
            int instance,
            int senderId,
            ReceiverTrust trust,
            EphemeralKeys ephemeralKeys) {
        HandshakeRandom random = new HandshakeRandom();
        WireFormat format = WireFormats.of(ProtocolProfile.PROTOCOL_5.version());
        Signer signer = Signer.of(settings.key());
        EphemeralKey ephemeral = ephemeralKeys.next(settings.curve());
        EncInfo offer = EncInfo.of(
                settings.clientAuth(),
                settings.suite().code(),
                settings.hash().code(),
                Bytes.of(random.hello()),
                Bytes.of(signer.blob()),
                Bytes.of(ephemeral.blob()),
                Bytes.zeros(signer.signatureLength()));
        ByteBuf encoded = Unpooled.buffer();
        format.encodeExtension(offer, encoded);
        byte[] serverContext = HandshakeContext.server(groupId, instance, senderId, ByteBufUtil.getBytes(encoded));
        KeySchedule schedule = new V5KeySchedule(settings.suite(), settings.hash());
        SecretBytes groupMaster = random.groupMaster();
        TrafficKeys application = schedule.serverApplicationKeys(groupMaster, serverContext);
        PacketSealer sealer = new AeadPacketSealer(application);
        application.destroy();
        return new SenderSecurity(
                new SenderHandshake(format, schedule, signer, serverContext, ephemeral, settings.clientAuth(), trust),
                offer,
                groupMaster,
                sealer);
    }

    /** What every ANNOUNCE of the session offers, with zeros in place of its signature. */
    public EncInfo offer() {
        return offer;
    }

    @Override
    public Opening open(ByteBuf datagram) {
        if (!EncryptedDatagram.isWellFormed(
                datagram, handshake.format().version().wireByte())) {
            return Opening.MALFORMED;
        }
        ReceiverKeys receiver = receivers.find(EncryptedDatagram.sourceId(datagram));
        return receiver == null ? Opening.NO_KEYS : receiver.open(datagram);
    }

    @Override
    public int seal(ByteBuf datagram, int start, int messageLength, Protection protection) throws CryptoFailure {
        if (isDestroyed) {
            throw CryptoFailure.of(Reason.DESTROYED);
        }
        if (protection != Protection.APPLICATION) {
            throw CryptoFailure.of(Reason.NO_KEY);
        }
        return EncryptedDatagram.seal(datagram, start, messageLength, sealer, counter.next());
    }

    @Override
    public KeyWork begin(Action.KeyAction action) {
        if (isDestroyed) {
            return answered(Result.NOTHING);
        }
        if (action instanceof Action.SendSigned announce) {
            return new AnnounceSigning(underWay, handshake, announce);
        }
        if (action instanceof Action.AgreeKeys agree) {
            return agree(agree);
        }
        if (action instanceof Action.VerifyClientKey verify) {
            return verify(verify);
        }
        if (action instanceof Action.SendKeyInfo keyInfo) {
            return keyInfo(keyInfo);
        }
        if (action instanceof Action.CheckVerifyData check) {
            return new LoopWork(underWay, () -> check(check));
        }
        if (action instanceof Action.DropKeys drop) {
            return drop(drop.receiverId());
        }
        throw new IllegalArgumentException("no sender's action: " + action);
    }

    private KeyWork answered(Result result) {
        return new LoopWork(underWay, () -> result);
    }

    private KeyWork agree(Action.AgreeKeys action) {
        ReceiverKeys receiver = receivers.findOrAdd(action.receiverId());
        if (receiver == null) {
            return answered(Result.of(new TaskResult.ReceiverRefused(
                    action.receiverId(),
                    action.exchange(),
                    "there are " + ReceiverKeyTable.MAX_RECEIVERS + " receivers already")));
        }
        receiver.ask(action.exchange());
        return new ReceiverAgreement(underWay, handshake, receivers, action, groupMaster.copy());
    }

    private KeyWork verify(Action.VerifyClientKey action) {
        ReceiverKeys receiver = receivers.find(action.receiverId());
        if (!handshake.clientAuth()
                || receiver == null
                || receiver.isConfirmed()
                || !receiver.isAgreed(action.exchange())) {
            return answered(Result.of(new TaskResult.ReceiverRefused(
                    action.receiverId(), action.exchange(), ClientKeyVerification.TOO_LATE)));
        }
        return new ClientKeyVerification(
                underWay, handshake, receivers, action, receiver.clientContext1(), groupMaster.copy());
    }

    /** The counter is taken here, in the order of sending; a receiver accepts any (wire facts 6.6). */
    private KeyWork keyInfo(Action.SendKeyInfo action) {
        List<KeyInfoMaking.Recipient> recipients = new ArrayList<>();
        IdList ids = action.receivers();
        for (int i = 0; i < ids.size(); i++) {
            ReceiverKeys receiver = receivers.find(ids.get(i));
            if (receiver != null && receiver.isReady()) {
                recipients.add(new KeyInfoMaking.Recipient(
                        ids.get(i), receiver.copyServerHandshake(), receiver.clientContext2()));
            }
        }
        if (recipients.isEmpty()) {
            return answered(Result.NOTHING);
        }
        try {
            return new KeyInfoMaking(underWay, handshake, action, counter.next(), recipients, groupMaster.copy());
        } catch (CryptoFailure noCounterLeft) {
            recipients.forEach(recipient -> recipient.keys().destroy());
            return answered(Result.NOTHING);
        }
    }

    private Result check(Action.CheckVerifyData action) {
        int receiverId = action.receiverId();
        ReceiverKeys receiver = receivers.find(receiverId);
        if (receiver == null || !receiver.isReady() && !receiver.isConfirmed()) {
            return Result.of(new TaskResult.ReceiverRefused(receiverId, 0, "its KEYINFO_ACK came before its keys"));
        }
        if (!receiver.isConfirmed()) {
            if (!receiver.isVerifyData(action.verifyData().toArray())) {
                return Result.of(
                        new TaskResult.ReceiverRefused(receiverId, 0, "the verify data of its KEYINFO_ACK is wrong"));
            }
            receiver.confirm();
        }
        return Result.of(new TaskResult.ReceiverConfirmed(receiverId));
    }

    /** Keys that are asked for after this stay. */
    private KeyWork drop(int receiverId) {
        ReceiverKeys dropped = receivers.find(receiverId);
        int exchange = dropped == null ? 0 : dropped.latestExchange();
        return new LoopWork(underWay, () -> {
            ReceiverKeys receiver = receivers.find(receiverId);
            if (receiver != null && receiver == dropped && receiver.isLatest(exchange)) {
                receivers.remove(receiverId);
            }
            return Result.NOTHING;
        });
    }

    @Override
    public void destroy() {
        if (isDestroyed) {
            return;
        }
        isDestroyed = true;
        underWay.forEach(SecurityWork::discard);
        underWay.clear();
        receivers.destroy();
        sealer.destroy();
        groupMaster.destroy();
        handshake.ephemeral().destroy();
    }
}
