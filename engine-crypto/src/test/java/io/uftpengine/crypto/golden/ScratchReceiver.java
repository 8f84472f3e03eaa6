package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.packet.PacketCounter;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.v5.SignedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;

/**
 * Just enough of a receiver to take a few blocks from the reference sender over unicast without loss, recording every
 * datagram. Not a model of anything.
 */
final class ScratchReceiver {
    private static final int MAX_DATAGRAM = 9_000;
    private static final int TIMEOUT_MILLIS = 8_000;
    private static final int DONE_CONF_GRACE_MILLIS = 1_500;

    private final DatagramSocket socket;
    private final int id;
    private final SigningKey signingKey;
    private final SecureRandom random = new SecureRandom();
    private final Recording recording = new Recording();
    private final PacketCounter counter = new PacketCounter();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private SocketAddress sender;
    private Datagram announce;
    private SessionKeys keys;
    private int sequence;
    private boolean isFinished;

    ScratchReceiver(DatagramSocket socket, int id, SigningKey signingKey) {
        this.socket = socket;
        this.id = id;
        this.signingKey = signingKey;
    }

    byte[] content() {
        return content.toByteArray();
    }

    /** Plays one session to its end. */
    Recording play() throws IOException, CryptoFailure, InvalidKeySpecException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                if (isFinished) {
                    return recording;
                }
                throw e;
            }
            sender = packet.getSocketAddress();
            byte[] bytes = new byte[packet.getLength()];
            System.arraycopy(buffer, 0, bytes, 0, bytes.length);
            Datagram datagram = new Datagram(bytes);
            recording.entries.add(new Recording.Entry(true, datagram));
            switch (datagram.function()) {
                case Datagram.ANNOUNCE -> onAnnounce(datagram);
                case Datagram.KEYINFO -> onKeyInfo(datagram);
                case Datagram.ENCRYPTED -> onMessage(SessionKeys.open(keys.serverApplication, datagram));
                default -> throw new IOException("unexpected function " + datagram.function());
            }
        }
    }

    private void onAnnounce(Datagram datagram) throws IOException, CryptoFailure, InvalidKeySpecException {
        if (announce != null) {
            return;
        }
        announce = datagram;
        byte[] senderBlob = datagram.announceEcdhBlob();
        EcCurve curve = EcCurve.ofCode(senderBlob[1]).orElseThrow();
        BigInteger scalar = new BigInteger(curve.bits() - 1, random).setBit(0);
        EphemeralKey own = Recording.ephemeralKey(curve, scalar);
        recording.values.put("curve", curve.optionName());
        recording.values.put("scalar", scalar.toString(16));
        byte[] clientRandom = new byte[32];
        random.nextBytes(clientRandom);
        byte[] blob = own.blob();
        ByteBuffer register = ByteBuffer.allocate(Datagram.HEADER + 44 + blob.length)
                .put(header(Datagram.REGISTER))
                .put((byte) Datagram.REGISTER)
                .put((byte) ((44 + blob.length) / 4))
                .putShort((short) blob.length)
                .put(datagram.range(Datagram.HEADER + 8, 8))
                .put(clientRandom)
                .put(blob);
        send(register.array());
        keys = new SessionKeys(announce, new Datagram(register.array()), own, senderBlob);
        require(keys.isSigned(announce), "signature of the ANNOUNCE");
        if (datagram.wantsClientKey()) {
            sendClientKey();
        }
    }

    private void sendClientKey() throws IOException, CryptoFailure {
        Signer signer = Signer.of(signingKey);
        byte[] blob = signer.blob();
        byte[] signature = signer.sign(keys.schedule.hash(), SignedData.clientKey(keys.clientContext1));
        byte[] message = ByteBuffer.allocate(8 + blob.length + signature.length)
                .put((byte) Datagram.CLIENT_KEY)
                .put((byte) ((8 + blob.length + signature.length) / 4))
                .putShort((short) 0)
                .putShort((short) blob.length)
                .putShort((short) signature.length)
                .put(blob)
                .put(signature)
                .array();
        keys.bind(new InnerMessage(message));
        send(SessionKeys.seal(keys.clientHandshake, header(Datagram.ENCRYPTED), counter.next(), message));
    }

    private void onKeyInfo(Datagram datagram) throws IOException, CryptoFailure {
        require(keys.isKeyInfoSigned(datagram), "signature of the KEYINFO");
        keys.acceptKeyInfo(datagram, id);
        byte[] verify = keys.schedule.verifyData(keys.groupMaster, keys.clientContext2);
        sendSealed(ByteBuffer.allocate(4 + verify.length)
                .put((byte) Datagram.KEYINFO_ACK)
                .put((byte) ((4 + verify.length) / 4))
                .putShort((short) 0)
                .put(verify)
                .array());
    }

    private void onMessage(InnerMessage message) throws IOException, CryptoFailure {
        switch (message.function()) {
            case Datagram.FILEINFO -> {
                require(message.lists(id), "FILEINFO for us");
                sendSealed(ByteBuffer.allocate(16)
                        .put((byte) Datagram.FILEINFO_ACK)
                        .put((byte) 4)
                        .putShort((short) message.fileId())
                        .putInt(0)
                        .put(message.bytes(), 20, 8)
                        .array());
            }
            case Datagram.FILESEG -> content.write(message.data());
            case Datagram.DONE -> {
                if (message.lists(id)) {
                    sendSealed(ByteBuffer.allocate(8)
                            .put((byte) Datagram.COMPLETE)
                            .put((byte) 2)
                            .putShort((short) message.fileId())
                            .putInt(0)
                            .array());
                }
            }
            case Datagram.DONE_CONF -> {
                isFinished = true;
                socket.setSoTimeout(DONE_CONF_GRACE_MILLIS);
            }
            default -> throw new IOException("unexpected message " + message.function());
        }
    }

    private byte[] header(int function) {
        return Datagram.header(function, sequence++, id, announce.groupId(), announce.instance());
    }

    private void sendSealed(byte[] message) throws IOException, CryptoFailure {
        send(SessionKeys.seal(keys.clientApplication, header(Datagram.ENCRYPTED), counter.next(), message));
    }

    private void send(byte[] bytes) throws IOException {
        recording.entries.add(new Recording.Entry(false, new Datagram(bytes)));
        socket.send(new DatagramPacket(bytes, bytes.length, sender));
    }

    private static void require(boolean isSo, String what) throws IOException {
        if (!isSo) {
            throw new IOException("wrong: " + what);
        }
    }
}
