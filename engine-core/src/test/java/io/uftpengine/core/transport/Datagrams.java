package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.wire.WireFormats;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Datagrams as a sender makes them, for handlers. */
final class Datagrams {
    static final int GROUP = LoneSender.GROUP;
    static final int SENDER = LoneSender.SENDER;
    static final int RECEIVER = LoneSender.RECEIVER;
    static final InetSocketAddress SENDER_ADDRESS = new InetSocketAddress("198.18.0.1", 5000);
    static final InetSocketAddress OTHER_ADDRESS = new InetSocketAddress("198.18.0.9", 5000);
    static final int BLOCK_SIZE = 512;

    private Datagrams() {}

    static ByteBuf bytes(int group, int sequence, Message message) {
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, message.function(), sequence, SENDER, group, 0, 106, 0);
        ByteBuf out = Unpooled.buffer();
        WireFormats.of(ProtocolVersion.V5).encode(header, message, out);
        return out;
    }

    static DatagramPacket packet(int sequence, Message message) {
        return new DatagramPacket(bytes(GROUP, sequence, message), OTHER_ADDRESS, SENDER_ADDRESS);
    }

    static DatagramPacket packet(ByteBuf content) {
        return new DatagramPacket(content, OTHER_ADDRESS, SENDER_ADDRESS);
    }

    static Announce announce() {
        return announce(Announce.CC_NONE);
    }

    static Announce announce(int ccType) {
        return new Announce(false, false, 20, ccType, BLOCK_SIZE, 1000, group(1), group(2), List.of(), IdList.EMPTY);
    }

    /** Of AES-256-GCM, SHA-256 and secp256r1, with an EC key; no key is a key, and the signature is none. */
    static Announce encryptedAnnounce() {
        return new Announce(
                false,
                false,
                20,
                Announce.CC_NONE,
                BLOCK_SIZE,
                1000,
                group(1),
                group(2),
                List.of(EncInfo.of(false, 6, 3, Bytes.zeros(32), ecBlob(), ecBlob(), Bytes.zeros(68))),
                IdList.EMPTY);
    }

    private static Bytes ecBlob() {
        byte[] blob = new byte[68];
        blob[0] = 2;
        blob[1] = 23;
        blob[3] = 64;
        return Bytes.of(blob);
    }

    static RegConf regConf() {
        return new RegConf(IdList.of(RECEIVER));
    }

    static FileInfo fileInfo(int fileId, String name, long size) {
        return new FileInfo(
                fileId, FileType.REGULAR, 0, size, WireName.of(name), WireName.EMPTY, 2000, IdList.of(RECEIVER));
    }

    static FileSeg fileSeg(int fileId, int section, int block, byte[] data) {
        return new FileSeg(fileId, section, block, List.of(), Bytes.of(data));
    }

    static Function functionOf(ByteBuf datagram) {
        return Function.of(datagram.getUnsignedByte(datagram.readerIndex() + 1));
    }

    static InetAddress group(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 239, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
