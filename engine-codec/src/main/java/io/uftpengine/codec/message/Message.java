package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;

/** What follows the UFTP header, or what an ENCRYPTED payload holds: one record for each message. */
public sealed interface Message
        permits Announce,
                Register,
                ClientKey,
                RegConf,
                KeyInfo,
                KeyInfoAck,
                FileInfo,
                FileInfoAck,
                FileSeg,
                Done,
                Status,
                Complete,
                DoneConf,
                HbReq,
                HbResp,
                KeyReq,
                ProxyKey,
                EncryptedEnvelope,
                Abort,
                CongCtrl,
                CcAck {
    /** The message's number. */
    Function function();
}
