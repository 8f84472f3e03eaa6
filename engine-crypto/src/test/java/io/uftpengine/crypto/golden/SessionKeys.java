package io.uftpengine.crypto.golden;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.packet.AeadPacketOpener;
import io.uftpengine.crypto.packet.AeadPacketSealer;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.Premaster;
import io.uftpengine.crypto.v5.SignedData;
import io.uftpengine.crypto.v5.V5KeySchedule;
import java.util.Arrays;

/** Both sides' keys of one session without a proxy, derived from its packets and either side's ephemeral key. */
final class SessionKeys {
    final KeySchedule schedule;
    final Verifier senderVerifier;
    final byte[] serverContext;
    final byte[] clientContext1;
    final TrafficKeys serverHandshake;
    final TrafficKeys clientHandshake;
    byte[] clientContext2;
    SecretBytes groupMaster;
    TrafficKeys serverApplication;
    TrafficKeys clientApplication;

    /**
     * The handshake keys.
     *
     * @param own of the receiver or of the sender
     * @param peerBlob of the other one
     */
    SessionKeys(Datagram announce, Datagram register, EphemeralKey own, byte[] peerBlob) throws CryptoFailure {
        schedule = new V5KeySchedule(
                CipherSuite.ofCode(announce.cipherCode()).orElseThrow(),
                HashAlgorithm.ofCode(announce.hashCode5()).orElseThrow());
        senderVerifier = Verifier.of(announce.announceSignatureKey());
        serverContext = HandshakeContext.server(
                announce.groupId(), announce.instance(), announce.sourceId(), announce.encInfoWithoutSignature());
        clientContext1 = HandshakeContext.client1(
                serverContext,
                HandshakeContext.NO_PROXY,
                register.sourceId(),
                register.registerEcdhBlob(),
                register.clientRandom());
        clientContext2 = clientContext1;
        SecretBytes x = own.agree(peerBlob);
        SecretBytes premaster = Premaster.of(x);
        serverHandshake = schedule.serverHandshakeKeys(premaster, clientContext1);
        clientHandshake = schedule.clientHandshakeKeys(premaster, clientContext1);
        x.destroy();
        premaster.destroy();
    }

    boolean isSigned(Datagram announce) {
        return senderVerifier.isValid(
                schedule.hash(),
                announce.announceSignature(),
                SignedData.announce(announce.announceWithoutSignature()));
    }

    boolean isKeyInfoSigned(Datagram keyInfo) {
        return senderVerifier.isValid(
                schedule.hash(),
                keyInfo.keyInfoSignature(),
                SignedData.keyInfo(serverContext, HandshakeContext.NO_PROXY, keyInfo.keyInfoWithoutSignature()));
    }

    void bind(InnerMessage clientKey) {
        clientContext2 = HandshakeContext.client2(clientContext1, clientKey.clientKeyWithoutSignature());
    }

    void acceptKeyInfo(Datagram keyInfo, int receiverId) throws CryptoFailure {
        useGroupMaster(schedule.unwrapGroupMaster(
                serverHandshake, keyInfo.keyInfoCounter(), clientContext2, keyInfo.wrappedGroupMaster(receiverId)));
    }

    void useGroupMaster(SecretBytes master) {
        groupMaster = master;
        serverApplication = schedule.serverApplicationKeys(groupMaster, serverContext);
        clientApplication = schedule.clientApplicationKeys(groupMaster, clientContext2);
    }

    static InnerMessage open(TrafficKeys keys, Datagram datagram) throws CryptoFailure {
        ByteBuf packet = Unpooled.copiedBuffer(datagram.bytes());
        int length = new AeadPacketOpener(keys)
                .open(
                        packet,
                        0,
                        Datagram.ENCRYPTED_HEADER,
                        Datagram.ENCRYPTED_HEADER,
                        datagram.payloadLength(),
                        datagram.counter());
        byte[] text = new byte[length];
        packet.getBytes(Datagram.ENCRYPTED_HEADER, text);
        return new InnerMessage(text);
    }

    static byte[] seal(TrafficKeys keys, byte[] header, long counter, byte[] message) throws CryptoFailure {
        int sealedLength = message.length + CipherSuite.TAG_LENGTH;
        ByteBuf packet = Unpooled.buffer(Datagram.ENCRYPTED_HEADER + sealedLength)
                .writeBytes(header)
                .writeLong(counter)
                .writeShort(0)
                .writeShort(sealedLength)
                .writeBytes(message)
                .writeZero(CipherSuite.TAG_LENGTH);
        new AeadPacketSealer(keys)
                .seal(packet, 0, Datagram.ENCRYPTED_HEADER, Datagram.ENCRYPTED_HEADER, message.length, counter);
        return Arrays.copyOf(packet.array(), packet.writerIndex());
    }
}
