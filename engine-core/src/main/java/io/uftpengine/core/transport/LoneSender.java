package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A sender's datagrams for one receiver, {@value #RECEIVER}, in the clear or under real keys, as the caller asks for them: no
 * machine, no timer. For {@link ReceiverWarmUp} and the benchmarks. Not safe for use by several threads.
 */
final class LoneSender {
    static final int GROUP = 0x0A0B0C0D;
    static final int SENDER = 0x01020304;
    static final int RECEIVER = 0x77;
    private static final int ROBUST = 20;
    private static final int GRTT_CODE = 106;

    /** Nobody joins it. */
    private static final InetAddress NO_GROUP = new InetSocketAddress(0).getAddress();

    private final int instance;
    private final int blockBytes;

    /** Null in the clear. */
    private final SenderSecurity security;

    private int sequence;

    /** @param suite null = in the clear */
    LoneSender(CipherSuite suite, int instance, int blockBytes) {
        this.instance = instance;
        this.blockBytes = blockBytes;
        this.security = suite == null ? null : security(suite, instance);
    }

    /** A sender's keys of a session, with secp256r1 and SHA-256. */
    static SenderSecurity security(CipherSuite suite, int instance) {
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        return SenderSecurity.create(
                new EncryptionSettings(suite, HashAlgorithm.SHA256, EcCurve.SECP256R1, key, false),
                GROUP,
                instance,
                SENDER,
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
                false, false, ROBUST, Announce.CC_NONE, blockBytes, 0, NO_GROUP, NO_GROUP, extensions, IdList.EMPTY);
    }

    /** The answer to a REGISTER: REG_CONF, or KEYINFO. */
    ByteBuf confirm(Register register) {
        if (security == null) {
            return clear(new RegConf(IdList.of(RECEIVER)));
        }
        run(new Action.AgreeKeys(RECEIVER, 1, register.random(), register.keyMaterial()));
        Action.SendKeyInfo keyInfo =
                new Action.SendKeyInfo(header(Function.KEYINFO), IdList.of(RECEIVER), new Action.PrivateGroup());
        return Unpooled.wrappedBuffer(run(keyInfo).datagram());
    }

    ByteBuf fileInfo(int fileId, long size) {
        ByteBuf clear = clear(new FileInfo(
                fileId, FileType.REGULAR, 1, size, WireName.of("zeros"), WireName.EMPTY, 0, IdList.of(RECEIVER)));
        return security == null ? clear : sealed(clear);
    }

    /** Asks for the answer to a file of one section. */
    ByteBuf done(int fileId) {
        ByteBuf clear = clear(new Done(fileId, 0, IdList.of(RECEIVER)));
        return security == null ? clear : sealed(clear);
    }

    /** Appends a datagram with a block of zeros. */
    void appendFileSeg(ByteBuf slab, int fileId, int section, int block) {
        int start = slab.writerIndex();
        int messageLength = FileSegWriter.MESSAGE_LENGTH + blockBytes;
        UftpHeader header = header(Function.FILESEG);
        slab.writeZero(UftpHeader.LENGTH + messageLength);
        FileSegWriter.setHeaders(slab, start, header, header.sequence(), fileId, section, block);
        if (security != null) {
            slab.writeZero(SessionSecurity.OVERHEAD);
            int message = start + UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH;
            FileSegWriter.setMessage(slab, message, fileId, section, block);
            seal(slab, start, messageLength);
        }
    }

    private ByteBuf clear(Message message) {
        ByteBuf out = Unpooled.buffer();
        WireFormats.of(ProtocolProfile.PROTOCOL_5.version()).encode(header(message.function()), message, out);
        return out;
    }

    private ByteBuf sealed(ByteBuf clear) {
        int messageLength = clear.readableBytes() - UftpHeader.LENGTH;
        ByteBuf out = Unpooled.buffer();
        out.writeZero(clear.readableBytes() + SessionSecurity.OVERHEAD);
        out.setBytes(0, clear, 0, UftpHeader.LENGTH);
        out.setBytes(UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH, clear, UftpHeader.LENGTH, messageLength);
        seal(out, 0, messageLength);
        return out;
    }

    private void seal(ByteBuf datagram, int start, int messageLength) {
        try {
            security.seal(datagram, start, messageLength, Protection.APPLICATION);
        } catch (CryptoFailure e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyWork.Result run(Action.KeyAction action) {
        KeyWork work = security.begin(action);
        work.perform();
        return work.complete();
    }

    private UftpHeader header(Function function) {
        int next = sequence++ & 0xFFFF;
        return new UftpHeader(
                ProtocolProfile.PROTOCOL_5.version(), function, next, SENDER, GROUP, instance, GRTT_CODE, 0);
    }

    void destroy() {
        if (security != null) {
            security.destroy();
        }
    }
}
