package io.uftpengine.core.sim;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;

/** What must hold for everything that a sender sends. */
final class SenderChecks {
    private final SourceStorage storage;
    private final int blockSize;
    private int nextSequence;
    private int lastFileId;

    SenderChecks(SourceStorage storage, int blockSize) {
        this.storage = storage;
        this.blockSize = blockSize;
    }

    /** Numbers count every packet, from 0 (wire facts 5.2, T9). */
    void sequence(int sequence) {
        if (sequence != (nextSequence & 0xFFFF)) {
            throw new SimulationFailure(
                    "sender sends sequence number " + sequence + " instead of " + (nextSequence & 0xFFFF));
        }
        nextSequence++;
    }

    void message(UftpHeader header, Message message) {
        sequence(header.sequence());
        if (message instanceof Announce announce) {
            list(announce.receivers(), message);
        } else if (message instanceof RegConf regConf) {
            list(regConf.receivers(), message);
        } else if (message instanceof DoneConf doneConf) {
            list(doneConf.receivers(), message);
        } else if (message instanceof FileInfo info) {
            list(info.receivers(), message);
            SourceStorage.Offered source = storage.offered(info.fileId());
            require(
                    source != null
                            && source.file().size() == info.size()
                            && source.file().name().equals(info.name().text()),
                    "announces a file that it has not opened",
                    message);
            require(!info.receivers().isEmpty(), "announces a file to nobody (wire facts 3)", message);
            lastFileId = info.fileId();
        } else if (message instanceof Done done) {
            list(done.receivers(), message);
            checkDone(done);
        }
    }

    /**
     * Who has no keys is told in the clear to go: one receiver at any time, the group before the first file (wire facts 13.1, -q).
     */
    void protection(Action.Send send, boolean encrypted) {
        boolean refusal =
                send.message() instanceof Abort && (send.destination() instanceof Action.Unicast || lastFileId == 0);
        boolean right = encrypted
                ? send.protection() == Protection.APPLICATION || refusal && send.protection() == Protection.CLEAR
                : send.protection() == Protection.CLEAR;
        require(right, "sends with protection " + send.protection(), send.message());
        boolean signed = encrypted && (send.message() instanceof Announce || send.message() instanceof RegConf);
        require(!signed, "sends in an encrypted session", send.message());
    }

    /** Signed messages are numbered when they are asked for. */
    void keyAction(Action.KeyAction action) {
        if (action instanceof Action.SendSigned signed) {
            message(signed.header(), signed.message());
            Announce announce = (Announce) signed.message();
            boolean first =
                    !announce.extensions().isEmpty() && announce.extensions().get(0) instanceof EncInfo;
            require(first, "does not begin its extensions with EXT_ENC_INFO (T14)", announce);
        } else if (action instanceof Action.SendKeyInfo keyInfo) {
            sequence(keyInfo.header().sequence());
            int ids = keyInfo.receivers().size();
            if (ids == 0 || ids > blockSize / KeyInfo.Entry.LENGTH) {
                throw new SimulationFailure("sender sends a KEYINFO for " + ids + " receivers");
            }
        }
    }

    /** A DONE for a section that does not exist makes receivers read out of bounds (wire facts 1.2). */
    private void checkDone(Done done) {
        if (done.fileId() == 0) {
            require(done.section() == 0, "ends the session with a section", done);
            return;
        }
        require(done.fileId() == lastFileId, "asks for a file that is not the current one", done);
        int sections = storage.offered(done.fileId()).layout().sections();
        require(done.section() < Math.max(1, sections), "asks for a section that does not exist", done);
    }

    /** Lists are bounded by the block size (wire facts 3). */
    private void list(IdList ids, Message message) {
        require(ids.size() <= blockSize / IdList.ID_LENGTH, "sends a list of " + ids.size() + " IDs", message);
    }

    private static void require(boolean holds, String what, Message message) {
        if (!holds) {
            throw new SimulationFailure("sender " + what + ": " + message);
        }
    }
}
