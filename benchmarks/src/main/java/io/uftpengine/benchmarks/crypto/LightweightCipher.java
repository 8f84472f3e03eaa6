package io.uftpengine.benchmarks.crypto;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** An AEAD cipher of Bouncy Castle's own interface. It takes arrays alone: a direct packet is copied in and out. */
final class LightweightCipher implements PacketCipher {
    private static final int TAG_BITS = 128;

    private final Packet packet;
    private final AEADBlockCipher cipher;
    private final KeyParameter key;
    private final byte[] scratch = new byte[Packet.SEALED];

    LightweightCipher(Packet packet) {
        this.packet = packet;
        this.cipher = switch (packet.suite.mode()) {
            case GCM -> GCMBlockCipher.newInstance(AESEngine.newInstance());
            case CCM -> CCMBlockCipher.newInstance(AESEngine.newInstance());
        };
        this.key = new KeyParameter(packet.key);
    }

    @Override
    public void seal() throws InvalidCipherTextException {
        packet.nextNonce();
        process(true, Packet.TEXT, Packet.SEALED);
    }

    @Override
    public void open() throws InvalidCipherTextException {
        process(false, Packet.SEALED, Packet.TEXT);
    }

    private void process(boolean isSealing, int length, int resultLength) throws InvalidCipherTextException {
        cipher.init(isSealing, new AEADParameters(key, TAG_BITS, packet.nonce, packet.header));
        if (packet.content.hasArray()) {
            process(packet.content.array(), Packet.HEADER, length);
        } else {
            packet.content.get(Packet.HEADER, scratch, 0, length);
            process(scratch, 0, length);
            packet.content.put(Packet.HEADER, scratch, 0, resultLength);
        }
    }

    private void process(byte[] array, int at, int length) throws InvalidCipherTextException {
        int done = cipher.processBytes(array, at, length, array, at);
        cipher.doFinal(array, at + done);
    }
}
