package io.uftpengine.cli.lab;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.packet.AeadPacketOpener;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.Premaster;
import io.uftpengine.crypto.v5.SignedData;
import io.uftpengine.crypto.v5.V5KeySchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a captured session with the ephemeral private key of one side: checks every signature and verify data, opens every sealed
 * message (wire facts 6). With the sender's key it reads what all receivers send, with a receiver's key what that one sends. No proxy.
 */
final class SessionDecryptor {
    private static final int AAD_LENGTH = UftpHeader.LENGTH + 12;
    private static final int ENC_INFO_FIXED = 44;
    private static final int ANNOUNCE_FIXED = UftpHeader.LENGTH + 16;
    private static final int KEYINFO_FIXED = UftpHeader.LENGTH + 12;
    private static final int CLIENT_KEY_FIXED = 8;
    private static final int WORD = 4;

    /**
     * A message as it was meant.
     *
     * @param source unique ID of its author
     * @param sealed whether it came within ENCRYPTED
     * @param plain its bytes, from its function byte on
     */
    record Opened(int frame, int source, boolean sealed, byte[] plain, Message message) {}

    /** One receiver's part of the key exchange. */
    private static final class Peer {
        final byte[] context1;
        final TrafficKeys serverHandshake;
        final TrafficKeys clientHandshake;
        byte[] context2;

        Peer(byte[] context1, TrafficKeys serverHandshake, TrafficKeys clientHandshake) {
            this.context1 = context1;
            this.context2 = context1;
            this.serverHandshake = serverHandshake;
            this.clientHandshake = clientHandshake;
        }
    }

    private final EphemeralKey own;
    private final Map<Integer, Peer> peers = new HashMap<>();
    private final List<Opened> opened = new ArrayList<>();
    private SessionParameters session;
    private SecretBytes groupMaster;

    /** What the ANNOUNCE has laid down. */
    private record SessionParameters(
            int senderId, V5KeySchedule schedule, Verifier verifier, byte[] context, byte[] ecdhBlob) {}

    private SessionDecryptor(EphemeralKey own) {
        this.own = own;
    }

    /**
     * Reads a whole session in the order of the capture.
     *
     * @throws AssertionError naming the frame, when a signature or verify data is not right or a message cannot be opened
     */
    static List<Opened> read(List<Pcap.Datagram> datagrams, EphemeralKey own) {
        SessionDecryptor decryptor = new SessionDecryptor(own);
        for (Pcap.Datagram datagram : datagrams) {
            try {
                decryptor.read(datagram.frame(), datagram.payload());
            } catch (DecodeException | CryptoFailure | RuntimeException e) {
                throw new AssertionError("frame " + datagram.frame() + ": " + e, e);
            }
        }
        return decryptor.opened;
    }

    private void read(int frame, byte[] datagram) throws DecodeException, CryptoFailure {
        WireFormat format = WireFormats.forVersionByte(datagram[0]);
        ByteBuf in = Unpooled.wrappedBuffer(datagram);
        UftpHeader header = format.decodeHeader(in);
        Message message = format.decode(header, in);
        if (message instanceof EncryptedEnvelope envelope) {
            byte[] plain = open(header, datagram, envelope);
            Message inner = format.decodeInner(Unpooled.wrappedBuffer(plain));
            onSealed(header, inner, plain);
            opened.add(new Opened(frame, header.sourceId(), true, plain, inner));
            return;
        }
        if (message instanceof Announce announce) {
            onAnnounce(header, announce, datagram);
        } else if (message instanceof Register register) {
            onRegister(header, register);
        } else if (message instanceof KeyInfo keyInfo) {
            onKeyInfo(keyInfo, datagram);
        }
        byte[] plain = Arrays.copyOfRange(datagram, UftpHeader.LENGTH, datagram.length);
        opened.add(new Opened(frame, header.sourceId(), false, plain, message));
    }

    private void onAnnounce(UftpHeader header, Announce announce, byte[] datagram) throws CryptoFailure {
        EncInfo info = (EncInfo) announce.extensions().get(0);
        int extension = ANNOUNCE_FIXED + 2 * announce.publicAddress().getAddress().length;
        int signatureAt = extension
                + ENC_INFO_FIXED
                + info.keyBlob().length()
                + info.ecdhBlob().length();
        byte[] unsigned = HandshakeContext.withoutSignature(
                datagram, signatureAt, info.signature().length());
        byte[] encInfo = Arrays.copyOfRange(unsigned, extension, extension + (datagram[extension + 1] & 0xFF) * WORD);
        Verifier verifier = Verifier.of(info.keyBlob().toArray());
        V5KeySchedule schedule = new V5KeySchedule(
                CipherSuite.ofCode(info.cipher()).orElseThrow(),
                HashAlgorithm.ofCode(info.hash()).orElseThrow());
        require(
                verifier.isValid(schedule.hash(), info.signature().toArray(), SignedData.announce(unsigned)),
                "the ANNOUNCE's signature is wrong");
        if (session == null) {
            session = new SessionParameters(
                    header.sourceId(),
                    schedule,
                    verifier,
                    HandshakeContext.server(header.groupId(), header.instance(), header.sourceId(), encInfo),
                    info.ecdhBlob().toArray());
        }
    }

    /** With the sender's key every exchange can be followed, with a receiver's its own. */
    private void onRegister(UftpHeader header, Register register) throws CryptoFailure {
        byte[] blob = register.keyMaterial().toArray();
        boolean isSenders = Arrays.equals(own.blob(), session.ecdhBlob());
        if (peers.containsKey(header.sourceId()) || !isSenders && !Arrays.equals(own.blob(), blob)) {
            return;
        }
        byte[] context1 = HandshakeContext.client1(
                session.context(),
                HandshakeContext.NO_PROXY,
                header.sourceId(),
                blob,
                register.random().toArray());
        SecretBytes premaster = Premaster.of(own.agree(isSenders ? blob : session.ecdhBlob()));
        peers.put(
                header.sourceId(),
                new Peer(
                        context1,
                        session.schedule().serverHandshakeKeys(premaster, context1),
                        session.schedule().clientHandshakeKeys(premaster, context1)));
    }

    private void onKeyInfo(KeyInfo keyInfo, byte[] datagram) throws CryptoFailure {
        byte[] unsigned = HandshakeContext.withoutSignature(
                datagram, KEYINFO_FIXED, keyInfo.signature().length());
        require(
                session.verifier()
                        .isValid(
                                session.schedule().hash(),
                                keyInfo.signature().toArray(),
                                SignedData.keyInfo(session.context(), HandshakeContext.NO_PROXY, unsigned)),
                "the KEYINFO's signature is wrong");
        for (KeyInfo.Entry entry : keyInfo.entries()) {
            Peer peer = peers.get(entry.receiverId());
            if (peer == null) {
                continue;
            }
            SecretBytes master = session.schedule()
                    .unwrapGroupMaster(
                            peer.serverHandshake,
                            keyInfo.counter(),
                            peer.context2,
                            entry.sealedGroupMaster().toArray());
            require(groupMaster == null || groupMaster.equals(master), "another group master than before");
            groupMaster = master;
        }
    }

    private byte[] open(UftpHeader header, byte[] datagram, EncryptedEnvelope envelope) throws CryptoFailure {
        if (header.sourceId() == session.senderId()) {
            return open(session.schedule().serverApplicationKeys(groupMaster, session.context()), datagram, envelope);
        }
        Peer peer = peers.get(header.sourceId());
        require(peer != null, "sealed by a stranger");
        if (groupMaster != null) {
            try {
                return open(session.schedule().clientApplicationKeys(groupMaster, peer.context2), datagram, envelope);
            } catch (CryptoFailure otherKey) {
                // A CLIENT_KEY that is repeated after others have the group master.
            }
        }
        return open(peer.clientHandshake, datagram, envelope);
    }

    private static byte[] open(TrafficKeys keys, byte[] datagram, EncryptedEnvelope envelope) throws CryptoFailure {
        ByteBuf packet = Unpooled.copiedBuffer(datagram);
        int length = new AeadPacketOpener(keys)
                .open(packet, 0, AAD_LENGTH, AAD_LENGTH, envelope.payload().length(), envelope.counter());
        byte[] plain = new byte[length];
        packet.getBytes(AAD_LENGTH, plain);
        return plain;
    }

    private void onSealed(UftpHeader header, Message message, byte[] plain) throws CryptoFailure {
        Peer peer = peers.get(header.sourceId());
        if (message instanceof ClientKey clientKey) {
            require(
                    Verifier.of(clientKey.keyBlob().toArray())
                            .isValid(
                                    session.schedule().hash(),
                                    clientKey.signature().toArray(),
                                    SignedData.clientKey(peer.context1)),
                    "the CLIENT_KEY's signature is wrong");
            int signatureAt = CLIENT_KEY_FIXED + clientKey.keyBlob().length();
            byte[] unsigned = HandshakeContext.withoutSignature(
                    plain, signatureAt, clientKey.signature().length());
            peer.context2 = HandshakeContext.client2(peer.context1, unsigned);
        } else if (message instanceof KeyInfoAck ack) {
            require(
                    session.schedule()
                            .isVerifyData(
                                    groupMaster, peer.context2, ack.verifyData().toArray()),
                    "the verify data are wrong");
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
