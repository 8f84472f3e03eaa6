package io.uftpengine.benchmarks.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** An AEAD cipher of a JCA provider. A direct packet is given to it as it is. */
final class ProviderCipher implements PacketCipher {
    private static final int TAG_BITS = 128;

    private final Packet packet;
    private final Cipher cipher;
    private final SecretKeySpec key;
    private final ByteBuffer in;
    private final ByteBuffer out;

    ProviderCipher(Provider provider, Packet packet) throws GeneralSecurityException {
        this.packet = packet;
        this.cipher = Cipher.getInstance("AES/" + packet.suite.mode() + "/NoPadding", provider);
        this.key = new SecretKeySpec(packet.key, "AES");
        this.in = packet.content.duplicate();
        this.out = packet.content.duplicate();
    }

    @Override
    public void seal() throws GeneralSecurityException {
        packet.nextNonce();
        process(Cipher.ENCRYPT_MODE, Packet.TEXT);
    }

    @Override
    public void open() throws GeneralSecurityException {
        process(Cipher.DECRYPT_MODE, Packet.SEALED);
    }

    private void process(int mode, int length) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, packet.nonce));
        cipher.updateAAD(packet.header);
        if (in.hasArray()) {
            cipher.doFinal(in.array(), Packet.HEADER, length, in.array(), Packet.HEADER);
        } else {
            in.limit(Packet.HEADER + length).position(Packet.HEADER);
            out.clear().position(Packet.HEADER);
            cipher.doFinal(in, out);
        }
    }
}
