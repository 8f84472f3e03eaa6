package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.packet.PacketCounter;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.v5.HandshakeContext;
import io.uftpengine.crypto.v5.SignedData;
import java.io.IOException;
import java.math.BigInteger;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/**
 * Just enough of a sender to give a few blocks to one reference receiver over unicast without loss, recording every datagram.
 * Not a model of anything.
 */
final class ScratchSender {
    private static final int MAX_DATAGRAM = 9_000;
    private static final int RETRY_MILLIS = 300;
    private static final int MAX_ANNOUNCES = 30;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int SENDER_ID = 0x0A0B0C0D;
    private static final int GROUP_ID = 0x5EC0DE01;
    private static final int BLOCK_SIZE = 512;
    /** 0.5 s and one receiver (wire facts 2.1, 2.2). */
    private static final byte GRTT = (byte) 157;

    private static final byte GROUP_SIZE = 0x18;

    /** What the session is to be. */
    record Plan(CipherSuite suite, HashAlgorithm hash, EcCurve curve, boolean wantsClientKey) {}

    private final DatagramSocket socket;
    private final SocketAddress peer;
    private final int receiverId;
    private final Plan plan;
    private final Signer signer;
    private final SecureRandom random = new SecureRandom();
    private final Recording recording = new Recording();
    private final PacketCounter counter = new PacketCounter();
    private SessionKeys keys;
    private int sequence;

    ScratchSender(DatagramSocket socket, SocketAddress peer, int receiverId, Plan plan, SigningKey signingKey) {
        this.socket = socket;
        this.peer = peer;
        this.receiverId = receiverId;
        this.plan = plan;
        this.signer = Signer.of(signingKey);
    }

    /** Plays one session to its end. */
    Recording send(String name, byte[] content) throws IOException, CryptoFailure, InvalidKeySpecException {
        BigInteger scalar = new BigInteger(plan.curve.bits() - 1, random).setBit(0);
        EphemeralKey own = Recording.ephemeralKey(plan.curve, scalar);
        recording.values.put("curve", plan.curve.optionName());
        recording.values.put("scalar", scalar.toString(16));
        Datagram announce = new Datagram(announce(own));
        Datagram register = announceUntilRegister(announce);
        keys = new SessionKeys(announce, register, own, register.registerEcdhBlob());
        if (plan.wantsClientKey) {
            InnerMessage clientKey = SessionKeys.open(keys.clientHandshake, receive(Datagram.ENCRYPTED));
            require(
                    Verifier.of(clientKey.clientKeyBlob())
                            .isValid(
                                    plan.hash,
                                    clientKey.clientKeySignature(),
                                    SignedData.clientKey(keys.clientContext1)),
                    "signature of the CLIENT_KEY");
            keys.bind(clientKey);
        }
        byte[] master = new byte[32];
        random.nextBytes(master);
        keys.useGroupMaster(SecretBytes.owning(master));
        transmit(keyInfo());
        InnerMessage ack = answer(Datagram.KEYINFO_ACK);
        require(
                keys.schedule.isVerifyData(keys.groupMaster, keys.clientContext2, ack.verifyData()),
                "verify data of the KEYINFO_ACK");
        sendSealed(fileInfo(name, content.length));
        answer(Datagram.FILEINFO_ACK);
        for (int block = 0; block * BLOCK_SIZE < content.length; block++) {
            int from = block * BLOCK_SIZE;
            int length = Math.min(BLOCK_SIZE, content.length - from);
            sendSealed(ByteBuffer.allocate(8 + length)
                    .put((byte) Datagram.FILESEG)
                    .put((byte) 2)
                    .putShort((short) 1)
                    .putShort((short) 0)
                    .putShort((short) block)
                    .put(content, from, length)
                    .array());
        }
        sendSealed(done(1));
        answer(Datagram.COMPLETE);
        sendSealed(done(0));
        answer(Datagram.COMPLETE);
        sendSealed(ByteBuffer.allocate(8)
                .put((byte) Datagram.DONE_CONF)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(receiverId)
                .array());
        return recording;
    }

    private Datagram announceUntilRegister(Datagram announce) throws IOException {
        recording.entries.add(new Recording.Entry(true, announce));
        socket.setSoTimeout(RETRY_MILLIS);
        for (int i = 0; i < MAX_ANNOUNCES; i++) {
            socket.send(new DatagramPacket(announce.bytes(), announce.bytes().length, peer));
            try {
                Datagram register = receive(Datagram.REGISTER);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                return register;
            } catch (SocketTimeoutException | java.net.PortUnreachableException notYet) {
                // The receiver is still starting.
                continue;
            }
        }
        throw new IOException("no REGISTER");
    }

    private byte[] announce(EphemeralKey own) throws CryptoFailure {
        byte[] blob = signer.blob();
        byte[] ecdh = own.blob();
        int signatureLength = signer.signatureLength();
        int extension = 44 + blob.length + ecdh.length + signatureLength;
        byte[] serverRandom = new byte[32];
        random.nextBytes(serverRandom);
        ByteBuffer announce = ByteBuffer.allocate(Datagram.HEADER + 24 + extension + 4)
                .put(header(Datagram.ANNOUNCE))
                .put((byte) Datagram.ANNOUNCE)
                .put((byte) ((24 + extension) / 4))
                .put((byte) 0)
                .put((byte) 20)
                .putShort((short) 0)
                .putShort((short) BLOCK_SIZE)
                .putLong(System.currentTimeMillis() * 1_000)
                .putLong(0)
                .put((byte) 1)
                .put((byte) (extension / 4))
                .put((byte) (plan.wantsClientKey ? 1 : 0))
                .put((byte) 0)
                .put((byte) plan.suite.code())
                .put((byte) plan.hash.code())
                .putShort((short) blob.length)
                .putShort((short) ecdh.length)
                .putShort((short) signatureLength)
                .put(serverRandom)
                .put(blob)
                .put(ecdh);
        int signatureAt = announce.position();
        announce.position(signatureAt + signatureLength);
        announce.putInt(receiverId);
        announce.put(signatureAt, signer.sign(plan.hash, SignedData.announce(announce.array())));
        return announce.array();
    }

    private byte[] keyInfo() throws CryptoFailure {
        int signatureLength = signer.signatureLength();
        long value = counter.next();
        ByteBuffer keyInfo = ByteBuffer.allocate(Datagram.HEADER + 12 + signatureLength + 52)
                .put(header(Datagram.KEYINFO))
                .put((byte) Datagram.KEYINFO)
                .put((byte) ((12 + signatureLength) / 4))
                .putShort((short) signatureLength)
                .putLong(value);
        int signatureAt = keyInfo.position();
        keyInfo.position(signatureAt + signatureLength);
        keyInfo.putInt(receiverId)
                .put(keys.schedule.wrapGroupMaster(keys.serverHandshake, value, keys.clientContext2, keys.groupMaster));
        byte[][] signed = SignedData.keyInfo(keys.serverContext, HandshakeContext.NO_PROXY, keyInfo.array());
        keyInfo.put(signatureAt, signer.sign(plan.hash, signed));
        return keyInfo.array();
    }

    private byte[] fileInfo(String name, int length) {
        byte[] padded = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), (name.length() + 3) / 4 * 4);
        return ByteBuffer.allocate(28 + padded.length + 4)
                .put((byte) Datagram.FILEINFO)
                .put((byte) ((28 + padded.length) / 4))
                .putShort((short) 1)
                .putInt(0)
                .put((byte) (padded.length / 4))
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(length)
                .putInt((int) (System.currentTimeMillis() / 1_000))
                .putLong(System.currentTimeMillis() * 1_000)
                .put(padded)
                .putInt(receiverId)
                .array();
    }

    private byte[] done(int fileId) {
        return ByteBuffer.allocate(12)
                .put((byte) Datagram.DONE)
                .put((byte) 2)
                .putShort((short) fileId)
                .putInt(0)
                .putInt(receiverId)
                .array();
    }

    private byte[] header(int function) {
        byte[] header = Datagram.header(function, sequence++, SENDER_ID, GROUP_ID, 0);
        header[13] = GRTT;
        header[14] = GROUP_SIZE;
        return header;
    }

    private void sendSealed(byte[] message) throws IOException, CryptoFailure {
        transmit(SessionKeys.seal(keys.serverApplication, header(Datagram.ENCRYPTED), counter.next(), message));
    }

    private void transmit(byte[] bytes) throws IOException {
        recording.entries.add(new Recording.Entry(true, new Datagram(bytes)));
        socket.send(new DatagramPacket(bytes, bytes.length, peer));
    }

    private InnerMessage answer(int function) throws IOException, CryptoFailure {
        InnerMessage message = SessionKeys.open(keys.clientApplication, receive(Datagram.ENCRYPTED));
        require(message.function() == function, "answer " + message.function() + " instead of " + function);
        return message;
    }

    private Datagram receive(int function) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        socket.receive(packet);
        Datagram datagram = new Datagram(Arrays.copyOf(packet.getData(), packet.getLength()));
        recording.entries.add(new Recording.Entry(false, datagram));
        require(datagram.function() == function, "function " + datagram.function() + " instead of " + function);
        return datagram;
    }

    private static void require(boolean isSo, String what) throws IOException {
        if (!isSo) {
            throw new IOException("wrong: " + what);
        }
    }
}
