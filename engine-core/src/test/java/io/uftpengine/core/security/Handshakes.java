package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.security.KeyWork.Result;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Both sides' security of one session, and what the machines would ask of it, one step at a time. */
final class Handshakes {
    static final int SENDER = 0x0A0B0C0D;
    static final int RECEIVER = 0x0C0FFEE1;
    static final int GROUP = 0x01020304;
    static final int INSTANCE = 3;
    static final WireFormat V5 = WireFormats.of(ProtocolProfile.PROTOCOL_5.version());
    static final Action.Destination TO_GROUP = new Action.PrivateGroup();

    private static final InetSocketAddress SOMEWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1044);
    private static final int UFTP_HEADER = UftpHeader.LENGTH;
    private static final Map<String, SigningKey> KEYS = new ConcurrentHashMap<>();

    final SenderSecurity sender;
    final ReceiverSecurity receiver;
    int exchange;
    TaskResult.AnnounceVerified verified;

    Handshakes(EncryptionSettings settings, ReceiverTrust trust, SigningKey receiverKey) {
        this.sender = SenderSecurity.create(settings, GROUP, INSTANCE, SENDER, trust);
        this.receiver = new ReceiverSecurity(RECEIVER, () -> receiverKey);
    }

    Handshakes(EncryptionSettings settings) {
        this(settings, ReceiverTrust.ANYBODY, key("ec:secp256r1"));
    }

    /** AES-256-GCM, SHA-256, P-256, as by default. */
    static EncryptionSettings settings(boolean clientAuth) {
        return new EncryptionSettings(
                CipherSuite.AES_256_GCM, HashAlgorithm.SHA256, EcCurve.SECP256R1, key("ec:secp256r1"), clientAuth);
    }

    /** The same for the whole run: RSA keys take long. */
    static SigningKey key(String spec) {
        return KEYS.computeIfAbsent(spec, text -> SigningKey.generate(KeySpec.parse(text)));
    }

    static SigningKey freshKey() {
        return SigningKey.generate(KeySpec.DEFAULT);
    }

    static UftpHeader header(Function function, int sourceId) {
        return new UftpHeader(ProtocolProfile.PROTOCOL_5.version(), function, 7, sourceId, GROUP, INSTANCE, 0x80, 0x11);
    }

    static Result run(SessionSecurity security, Action.KeyAction action) {
        KeyWork work = security.begin(action);
        work.perform();
        return work.complete();
    }

    byte[] announce() {
        Announce message = new Announce(
                false,
                false,
                20,
                Announce.CC_NONE,
                1300,
                123_456_789L,
                InetAddress.getLoopbackAddress(),
                InetAddress.getLoopbackAddress(),
                List.of(sender.offer()),
                IdList.of(RECEIVER, 0x11111111));
        Result result = run(
                sender, new Action.SendSigned(header(Function.ANNOUNCE, SENDER), message, new Action.PublicGroup()));
        assertEquals(new Action.PublicGroup(), result.destination());
        return result.datagram();
    }

    /** As the transport hands on a datagram in the clear. */
    static Inbound inbound(byte[] datagram) throws DecodeException {
        ByteBuf in = Unpooled.wrappedBuffer(datagram);
        UftpHeader header = V5.decodeHeader(in);
        return new Inbound(header, V5.decode(header, in), SOMEWHERE, Protection.CLEAR, Bytes.of(datagram));
    }

    /** What cannot even be decoded, under a header of that function. */
    static Inbound raw(Function function, byte[] bytes, Message message) {
        return new Inbound(header(function, SENDER), message, SOMEWHERE, Protection.CLEAR, Bytes.of(bytes));
    }

    TaskResult verify(byte[] announce) throws DecodeException {
        return run(receiver, new Action.VerifyAnnounce(inbound(announce))).answer();
    }

    TaskResult.AnnounceVerified join() throws DecodeException {
        verified = assertInstanceOf(TaskResult.AnnounceVerified.class, verify(announce()));
        return verified;
    }

    TaskResult agree(int receiverId) {
        return run(sender, new Action.AgreeKeys(receiverId, ++exchange, verified.random(), verified.ecdhBlob()))
                .answer();
    }

    /** The CLIENT_KEY on its way from the receiver to the sender. */
    byte[] sealClientKey() throws CryptoFailure {
        return seal(receiver, RECEIVER, verified.clientKey(), Protection.HANDSHAKE);
    }

    TaskResult verifyClientKey(byte[] datagram) throws DecodeException {
        ByteBuf in = Unpooled.copiedBuffer(datagram);
        assertEquals(Opening.HANDSHAKE, sender.open(in));
        UftpHeader header = V5.decodeHeader(in);
        byte[] raw = ByteBufUtil.getBytes(in);
        Inbound inbound = new Inbound(header, V5.decode(header, in), SOMEWHERE, Protection.HANDSHAKE, Bytes.of(raw));
        return run(sender, new Action.VerifyClientKey(inbound.header().sourceId(), exchange, inbound))
                .answer();
    }

    Result keyInfoResult(int... receivers) {
        return run(sender, new Action.SendKeyInfo(header(Function.KEYINFO, SENDER), IdList.of(receivers), TO_GROUP));
    }

    byte[] keyInfo() {
        Result result = keyInfoResult(RECEIVER);
        assertEquals(TO_GROUP, result.destination());
        assertNotNull(result.datagram());
        return result.datagram();
    }

    TaskResult openKeyInfo(byte[] keyInfo) throws DecodeException {
        return run(receiver, new Action.OpenKeyInfo(inbound(keyInfo))).answer();
    }

    /** All up to the KEYINFO, which is returned. */
    byte[] untilKeyInfo(boolean clientAuth) throws DecodeException, CryptoFailure {
        join();
        assertEquals(new TaskResult.ReceiverKeyed(RECEIVER, exchange + 1), agree(RECEIVER));
        if (clientAuth) {
            assertEquals(new TaskResult.ReceiverVerified(RECEIVER, exchange), verifyClientKey(sealClientKey()));
        }
        return keyInfo();
    }

    /** All of it; returns the verify data. */
    Bytes complete(boolean clientAuth) throws DecodeException, CryptoFailure {
        TaskResult.KeysAgreed agreed =
                assertInstanceOf(TaskResult.KeysAgreed.class, openKeyInfo(untilKeyInfo(clientAuth)));
        byte[] ack = seal(receiver, RECEIVER, new KeyInfoAck(agreed.verifyData()), Protection.APPLICATION);
        KeyInfoAck opened = (KeyInfoAck) open(sender, ack, Opening.APPLICATION);
        assertEquals(
                new TaskResult.ReceiverConfirmed(RECEIVER),
                run(sender, new Action.CheckVerifyData(RECEIVER, opened.verifyData()))
                        .answer());
        return agreed.verifyData();
    }

    /** A sealed datagram as it goes out. */
    static byte[] seal(SessionSecurity security, int sourceId, Message message, Protection protection)
            throws CryptoFailure {
        return seal(security, sourceId, message, protection, Unpooled.buffer(2048), 0);
    }

    /** The same in that buffer, from that index on. */
    static byte[] seal(
            SessionSecurity security, int sourceId, Message message, Protection protection, ByteBuf out, int start)
            throws CryptoFailure {
        ByteBuf clear = Unpooled.buffer();
        V5.encode(header(message.function(), sourceId), message, clear);
        int messageLength = clear.readableBytes() - UFTP_HEADER;
        out.setBytes(start, clear, 0, UFTP_HEADER);
        out.setBytes(start + UFTP_HEADER + SessionSecurity.HEADER_LENGTH, clear, UFTP_HEADER, messageLength);
        int length = security.seal(out, start, messageLength, protection);
        assertEquals(UFTP_HEADER + messageLength + SessionSecurity.OVERHEAD, length);
        return ByteBufUtil.getBytes(out, start, length);
    }

    /** Opens a datagram and decodes it as one in the clear; null when it is not authentic, which {@code expected} tells. */
    static Message open(SessionSecurity security, byte[] datagram, Opening expected) throws DecodeException {
        ByteBuf in = Unpooled.copiedBuffer(datagram);
        assertEquals(expected, security.open(in));
        if (!expected.isAuthentic()) {
            return null;
        }
        UftpHeader header = V5.decodeHeader(in);
        return V5.decode(header, in);
    }
}
