package io.uftpengine.benchmarks.crypto;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.PacketSealer;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.packet.AeadPacketOpener;
import io.uftpengine.crypto.packet.AeadPacketSealer;

/** The engine's own sealer and opener. */
final class EngineCipher implements PacketCipher {
    private final ByteBuf packet;
    private final PacketSealer sealer;
    private final PacketOpener opener;
    private long counter;

    EngineCipher(Packet packet) {
        byte[] iv = new byte[CipherSuite.NONCE_LENGTH];
        TrafficKeys keys =
                new TrafficKeys(packet.suite, SecretBytes.owning(packet.key.clone()), SecretBytes.owning(iv));
        this.packet = Unpooled.wrappedBuffer(packet.content);
        this.sealer = new AeadPacketSealer(keys);
        this.opener = new AeadPacketOpener(keys);
    }

    @Override
    public void seal() throws CryptoFailure {
        sealer.seal(packet, 0, Packet.HEADER, Packet.HEADER, Packet.TEXT, ++counter);
    }

    @Override
    public void open() throws CryptoFailure {
        opener.open(packet, 0, Packet.HEADER, Packet.HEADER, Packet.SEALED, counter);
    }
}
