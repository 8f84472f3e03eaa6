package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.provider.EcArithmetic;
import io.uftpengine.crypto.provider.Jca;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.V5KeySchedule;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that uftp and uftpd 5.0.3 held with a test peer, once more with us in its place. The recordings are engine-crypto's. */
class GoldenSessionTest {
    private static final Path RECORDINGS = Path.of("..", "engine-crypto", "src", "test", "resources", "golden");

    private final List<byte[]> sent = new ArrayList<>();
    private final List<byte[]> answered = new ArrayList<>();
    private EphemeralKey ephemeral;

    private void load(String name) throws Exception {
        EcCurve curve = null;
        BigInteger scalar = null;
        for (String line : Files.readAllLines(RECORDINGS.resolve(name + ".session"))) {
            String[] parts = line.split(" ", 2);
            switch (parts[0]) {
                case "s" -> sent.add(HexFormat.of().parseHex(parts[1]));
                case "r" -> answered.add(HexFormat.of().parseHex(parts[1]));
                case "curve" -> curve = EcCurve.ofName(parts[1]).orElseThrow();
                case "scalar" -> scalar = new BigInteger(parts[1], 16);
                default -> {}
            }
        }
        ephemeral = EphemeralKey.of(
                curve,
                new KeyPair(
                        Jca.publicKey(
                                "EC",
                                new ECPublicKeySpec(EcArithmetic.publicPoint(curve, scalar), Jca.parameters(curve))),
                        Jca.privateKey("EC", new ECPrivateKeySpec(scalar, Jca.parameters(curve)))));
    }

    private static byte[] first(List<byte[]> datagrams, Function function) {
        return datagrams.stream()
                .filter(datagram -> datagram[1] == function.code())
                .findFirst()
                .orElseThrow();
    }

    /** uftp's sessions: our KEYINFO_ACK is the recorded one to the last bit, and all that uftp sent opens. */
    @ParameterizedTest
    @ValueSource(strings = {"sender-gcm256-sha256-p256-ec256", "sender-gcm256-sha512-p256-rsa3072"})
    void shouldReceiveFromTheReference(String name) throws Exception {
        load(name);
        Inbound registering = Handshakes.inbound(first(answered, Function.REGISTER));
        Register register = (Register) registering.message();
        int receiverId = registering.header().sourceId();
        ReceiverSecurity receiver =
                new ReceiverSecurity(receiverId, () -> null, curve -> ephemeral, () -> register.random()
                        .toArray());

        assertEquals(
                new TaskResult.AnnounceVerified(register.random(), register.keyMaterial(), null),
                Handshakes.run(receiver, new Action.VerifyAnnounce(Handshakes.inbound(first(sent, Function.ANNOUNCE))))
                        .answer());
        TaskResult.KeysAgreed agreed = assertInstanceOf(
                TaskResult.KeysAgreed.class,
                Handshakes.run(receiver, new Action.OpenKeyInfo(Handshakes.inbound(first(sent, Function.KEYINFO))))
                        .answer());

        byte[] recorded = first(answered, Function.ENCRYPTED);
        assertEquals(
                ByteBufUtil.hexDump(recorded), ByteBufUtil.hexDump(ackLike(recorded, receiver, agreed.verifyData())));
        int opened = 0;
        for (byte[] datagram : sent) {
            if (datagram[1] == Function.ENCRYPTED.code()) {
                Handshakes.open(receiver, datagram, Opening.APPLICATION);
                opened++;
            }
        }
        assertTrue(opened >= 3, opened + " packets");
    }

    /** Our KEYINFO_ACK under the header of the recorded one, whose length field is left empty (wire facts T5). */
    private static byte[] ackLike(byte[] recorded, SessionSecurity security, Bytes verifyData) throws Exception {
        ByteBuf out = Unpooled.buffer().writeBytes(recorded, 0, UftpHeader.LENGTH);
        out.writeZero(SessionSecurity.HEADER_LENGTH);
        int start = out.writerIndex();
        Handshakes.V5.encodeInner(new KeyInfoAck(verifyData), out);
        int length = out.writerIndex() - start;
        out.ensureWritable(16).setShort(start + 2, 0);
        return ByteBufUtil.getBytes(out, 0, security.seal(out, 0, length, Protection.APPLICATION));
    }

    /** uftpd's sessions: its REGISTER, CLIENT_KEY and KEYINFO_ACK pass, and all that it sent opens. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "receiver-gcm256-sha256-p256-ec256",
                "receiver-ccm128-sha256-p256-rsa3072-auth",
                "receiver-gcm128-sha512-p384-rsa1024-auth",
                "receiver-ccm256-sha384-p521-ec384-auth",
                "receiver-gcm256-sha384-p521-ec521-auth"
            })
    void shouldSendToTheReference(String name) throws Exception {
        load(name);
        SenderHandshake handshake = handshake();
        Inbound registering = Handshakes.inbound(first(answered, Function.REGISTER));
        Register register = (Register) registering.message();
        int receiverId = registering.header().sourceId();
        ReceiverKeyTable receivers = new ReceiverKeyTable();
        Set<SecurityWork> underWay = new HashSet<>();
        ReceiverKeys receiver = receivers.findOrAdd(receiverId);
        receiver.ask(1);
        Action.AgreeKeys agree = new Action.AgreeKeys(receiverId, 1, register.random(), register.keyMaterial());
        // Twice without client authentication: the recorded group master can be had only with handshake keys.
        assertEquals(
                new TaskResult.ReceiverKeyed(receiverId, 1),
                run(new ReceiverAgreement(underWay, handshake, receivers, agree, SecretBytes.owning(new byte[32]))));
        Bytes clientKey = handshake.clientAuth() ? openFirst(receiver) : Bytes.EMPTY;
        SecretBytes groupMaster = groupMaster(handshake, receiver, receiverId, clientKey);
        if (handshake.clientAuth()) {
            Inbound inbound = new Inbound(registering.header(), register, null, Protection.HANDSHAKE, clientKey);
            assertEquals(
                    new TaskResult.ReceiverVerified(receiverId, 1),
                    run(new ClientKeyVerification(
                            underWay,
                            handshake,
                            receivers,
                            new Action.VerifyClientKey(receiverId, 1, inbound),
                            receiver.clientContext1(),
                            groupMaster)));
        } else {
            run(new ReceiverAgreement(underWay, handshake, receivers, agree, groupMaster));
        }
        int opened = assertAcknowledged(receiver);
        assertTrue(opened >= 3, opened + " packets");
        assertTrue(underWay.isEmpty());
    }

    private static TaskResult run(KeyWork work) {
        work.perform();
        return work.complete().answer();
    }

    private SenderHandshake handshake() throws Exception {
        SignedMessage<Announce> announce =
                SignedMessage.datagram(Handshakes.V5, first(sent, Function.ANNOUNCE), Announce.class);
        EncInfo offer = (EncInfo) announce.message().extensions().get(0);
        UftpHeader header = announce.header();
        KeySchedule schedule = new V5KeySchedule(
                CipherSuite.ofCode(offer.cipher()).orElseThrow(),
                HashAlgorithm.ofCode(offer.hash()).orElseThrow());
        byte[] context =
                HandshakeContext.server(header.groupId(), header.instance(), header.sourceId(), announce.bound());
        return new SenderHandshake(
                Handshakes.V5,
                schedule,
                Signer.of(Handshakes.freshKey()),
                context,
                ephemeral,
                offer.clientAuth(),
                ReceiverTrust.ANYBODY);
    }

    private Bytes openFirst(ReceiverKeys receiver) {
        ByteBuf in = Unpooled.copiedBuffer(first(answered, Function.ENCRYPTED));
        assertEquals(Opening.HANDSHAKE, receiver.open(in));
        return Bytes.of(ByteBufUtil.getBytes(in.skipBytes(UftpHeader.LENGTH)));
    }

    private SecretBytes groupMaster(SenderHandshake handshake, ReceiverKeys receiver, int id, Bytes clientKey)
            throws Exception {
        byte[] context = receiver.clientContext1();
        if (!clientKey.isEmpty()) {
            context = HandshakeContext.client2(
                    context,
                    SignedMessage.inner(Handshakes.V5, clientKey.toArray(), ClientKey.class)
                            .bound());
        }
        KeyInfo keyInfo =
                (KeyInfo) Handshakes.inbound(first(sent, Function.KEYINFO)).message();
        byte[] wrapped = keyInfo.entries().stream()
                .filter(entry -> entry.receiverId() == id)
                .findFirst()
                .orElseThrow()
                .sealedGroupMaster()
                .toArray();
        return handshake
                .schedule()
                .unwrapGroupMaster(receiver.copyServerHandshake(), keyInfo.counter(), context, wrapped);
    }

    private int assertAcknowledged(ReceiverKeys receiver) throws Exception {
        int opened = 0;
        int acks = 0;
        for (byte[] datagram : answered) {
            ByteBuf in = Unpooled.copiedBuffer(datagram);
            if (datagram[1] != Function.ENCRYPTED.code()) {
                continue;
            }
            Opening opening = receiver.open(in);
            assertTrue(opening.isAuthentic() || opening == Opening.REPLAYED, () -> "" + opening);
            opened++;
            if (opening == Opening.APPLICATION) {
                UftpHeader header = Handshakes.V5.decodeHeader(in);
                Message message = Handshakes.V5.decode(header, in);
                if (message instanceof KeyInfoAck ack) {
                    assertTrue(receiver.isVerifyData(ack.verifyData().toArray()));
                    acks++;
                }
            }
        }
        assertTrue(acks >= 1, "no KEYINFO_ACK");
        return opened;
    }
}
