package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.EncryptionSettings;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.ReceiverTrust;
import io.uftpengine.core.security.SenderSecurity;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.util.List;

/** A sender's datagrams for one receiver, {@link Datagrams#RECEIVER}, in the clear or under real keys. */
final class LoneSender {
    private final int blockBytes;

    /** Null in the clear. */
    private final SenderSecurity security;

    private int sequence;

    /** @param suite null = in the clear */
    LoneSender(CipherSuite suite, int blockBytes) {
        this.blockBytes = blockBytes;
        this.security = suite == null ? null : security(suite);
    }

    /** A sender's keys of a session, with secp256r1 and SHA-256. */
    static SenderSecurity security(CipherSuite suite) {
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        return SenderSecurity.create(
                new EncryptionSettings(suite, HashAlgorithm.SHA256, EcCurve.SECP256R1, key, false),
                Datagrams.GROUP,
                0,
                Datagrams.SENDER,
                ReceiverTrust.ANYBODY);
    }

    ByteBuf announce() {
        if (security == null) {
            return clear(announce(List.of()));
        }
        Action.SendSigned signed = new Action.SendSigned(
                header(Function.ANNOUNCE), announce(List.of(security.offer())), new Action.PublicGroup());
        return Unpooled.wrappedBuffer(run(signed).datagram());
    }

    private Announce announce(List<HeaderExtension> extensions) {
        return new Announce(
                false,
                false,
                20,
                Announce.CC_NONE,
                blockBytes,
                1000,
                Datagrams.group(1),
                Datagrams.group(2),
                extensions,
                IdList.EMPTY);
    }

    /** The answer to a REGISTER: REG_CONF, or KEYINFO. */
    ByteBuf confirm(Register register) {
        if (security == null) {
            return clear(Datagrams.regConf());
        }
        run(new Action.AgreeKeys(Datagrams.RECEIVER, 1, register.random(), register.keyMaterial()));
        Action.SendKeyInfo keyInfo = new Action.SendKeyInfo(
                header(Function.KEYINFO), IdList.of(Datagrams.RECEIVER), new Action.PrivateGroup());
        return Unpooled.wrappedBuffer(run(keyInfo).datagram());
    }

    ByteBuf fileInfo(int fileId, long size) {
        ByteBuf clear = clear(Datagrams.fileInfo(fileId, "bench.bin", size));
        return security == null ? clear : sealed(clear);
    }

    /** A block of zeros. */
    ByteBuf fileSeg(int fileId) {
        ByteBuf clear = Unpooled.buffer();
        clear.writeZero(FileSegWriter.HEADER_LENGTH + blockBytes);
        FileSegWriter.setHeaders(clear, 0, header(Function.FILESEG), sequence++, fileId, 0, 0);
        return security == null ? clear : sealed(clear);
    }

    private ByteBuf clear(Message message) {
        ByteBuf out = Unpooled.buffer();
        WireFormats.of(ProtocolVersion.V5).encode(header(message.function()), message, out);
        return out;
    }

    private ByteBuf sealed(ByteBuf clear) {
        int messageLength = clear.readableBytes() - UftpHeader.LENGTH;
        ByteBuf out = Unpooled.buffer();
        out.writeZero(clear.readableBytes() + SessionSecurity.OVERHEAD);
        out.setBytes(0, clear, 0, UftpHeader.LENGTH);
        out.setBytes(UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH, clear, UftpHeader.LENGTH, messageLength);
        try {
            security.seal(out, 0, messageLength, Protection.APPLICATION);
        } catch (CryptoFailure e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    private KeyWork.Result run(Action.KeyAction action) {
        KeyWork work = security.begin(action);
        work.perform();
        return work.complete();
    }

    private UftpHeader header(Function function) {
        return new UftpHeader(ProtocolVersion.V5, function, sequence++, Datagrams.SENDER, Datagrams.GROUP, 0, 106, 0);
    }

    void destroy() {
        if (security != null) {
            security.destroy();
        }
    }
}
