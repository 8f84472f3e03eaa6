package io.uftpengine.codec.v5;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.FreeSpace;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.HbReq;
import io.uftpengine.codec.message.HbResp;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.codec.shared.AbortCodec;
import io.uftpengine.codec.shared.AnnounceCodec;
import io.uftpengine.codec.shared.CcAckCodec;
import io.uftpengine.codec.shared.ClientKeyCodec;
import io.uftpengine.codec.shared.CompleteCodec;
import io.uftpengine.codec.shared.CongCtrlCodec;
import io.uftpengine.codec.shared.DoneCodec;
import io.uftpengine.codec.shared.DoneConfCodec;
import io.uftpengine.codec.shared.ExtensionTable;
import io.uftpengine.codec.shared.FileInfoAckCodec;
import io.uftpengine.codec.shared.FileInfoCodec;
import io.uftpengine.codec.shared.FileSegCodec;
import io.uftpengine.codec.shared.FreeSpaceCodec;
import io.uftpengine.codec.shared.HbReqCodec;
import io.uftpengine.codec.shared.HbRespCodec;
import io.uftpengine.codec.shared.MessageTable;
import io.uftpengine.codec.shared.RegConfCodec;
import io.uftpengine.codec.shared.RegisterCodec;
import io.uftpengine.codec.shared.StatusCodec;
import io.uftpengine.codec.shared.TfmccAckCodec;
import io.uftpengine.codec.shared.TfmccDataCodec;
import io.uftpengine.codec.shared.TimestampField;

/**
 * The messages of protocol 5. KEY_REQ is not among them: its number is reserved (protocol 5.3.1), and whoever needs one sends it as
 * protocol 4 (T25).
 */
public final class V5Messages {
    private V5Messages() {}

    /** A new table of all extensions. */
    public static ExtensionTable extensions() {
        return new ExtensionTable()
                .with(EncInfo.TYPE, EncInfo.class, new EncInfoCodec())
                .with(TfmccData.TYPE, TfmccData.class, new TfmccDataCodec())
                .with(TfmccAck.TYPE, TfmccAck.class, new TfmccAckCodec(new MicrosecondTimestamp()))
                .with(FreeSpace.TYPE, FreeSpace.class, new FreeSpaceCodec());
    }

    /** A new table of all messages. */
    public static MessageTable table() {
        TimestampField timestamp = new MicrosecondTimestamp();
        ExtensionTable extensions = extensions();
        return new MessageTable()
                .with(Function.ANNOUNCE, Announce.class, new AnnounceCodec(timestamp, extensions))
                .with(Function.REGISTER, Register.class, new RegisterCodec(timestamp))
                .with(Function.CLIENT_KEY, ClientKey.class, new ClientKeyCodec())
                .with(Function.REG_CONF, RegConf.class, new RegConfCodec())
                .with(Function.KEYINFO, KeyInfo.class, new KeyInfoCodec())
                .with(Function.KEYINFO_ACK, KeyInfoAck.class, new KeyInfoAckCodec())
                .with(Function.FILEINFO, FileInfo.class, new FileInfoCodec(timestamp))
                .with(Function.FILEINFO_ACK, FileInfoAck.class, new FileInfoAckCodec(timestamp))
                .with(Function.FILESEG, FileSeg.class, new FileSegCodec(extensions))
                .with(Function.DONE, Done.class, new DoneCodec())
                .with(Function.STATUS, Status.class, new StatusCodec(extensions))
                .with(Function.COMPLETE, Complete.class, new CompleteCodec(extensions))
                .with(Function.DONE_CONF, DoneConf.class, new DoneConfCodec())
                .with(Function.HB_REQ, HbReq.class, new HbReqCodec())
                .with(Function.HB_RESP, HbResp.class, new HbRespCodec())
                .with(Function.PROXY_KEY, ProxyKey.class, new ProxyKeyCodec())
                .with(Function.ENCRYPTED, EncryptedEnvelope.class, new EncryptedCodec())
                .with(Function.ABORT, Abort.class, new AbortCodec())
                .with(Function.CONG_CTRL, CongCtrl.class, new CongCtrlCodec(timestamp))
                .with(Function.CC_ACK, CcAck.class, new CcAckCodec(extensions));
    }
}
