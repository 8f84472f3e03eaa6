package io.uftpengine.core.sim;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.transfer.SectionLayout;

/** What must hold for everything that a receiver sends. */
final class UpstreamChecks {
    private final SinkStorage storage;
    private final int uniqueId;
    private int nextSequence;
    private boolean hasRegistered;

    UpstreamChecks(SinkStorage storage, int uniqueId) {
        this.storage = storage;
        this.uniqueId = uniqueId;
    }

    void check(UftpHeader header, Message message) {
        require(header.sourceId() == uniqueId, "sends in another's name", message);
        require(
                header.sequence() == (nextSequence++ & 0xFFFF),
                "sends sequence number " + header.sequence() + " instead of " + (nextSequence - 1 & 0xFFFF),
                message);
        require(
                header.grttCode() == 0 && header.groupSizeCode() == 0,
                "fills in the sender's header fields (wire facts 2.1)",
                message);
        hasRegistered |= message instanceof Register;
        if (message instanceof Status status) {
            checkStatus(status);
        } else if (message instanceof Complete complete) {
            checkComplete(complete);
        }
    }

    /** Whether a REGISTER has been sent: the ANNOUNCE was the sender's. */
    boolean hasRegistered() {
        return hasRegistered;
    }

    /** What a sender takes under which key (wire facts 5.4, 6.5). */
    void protection(Action.Send send, boolean encrypted, boolean hasKeys) {
        Protection right = !encrypted || send.message() instanceof Register
                ? Protection.CLEAR
                : send.message() instanceof ClientKey
                        ? Protection.HANDSHAKE
                        : hasKeys ? Protection.APPLICATION : Protection.CLEAR;
        require(send.protection() == right, "protects with " + send.protection() + ", not " + right, send.message());
        boolean mayBeClear = !encrypted || send.message() instanceof Register || send.message() instanceof Abort;
        require(mayBeClear || right != Protection.CLEAR, "has no keys to send with", send.message());
        boolean ofHandshake = send.message() instanceof ClientKey || send.message() instanceof KeyInfoAck;
        require(encrypted || !ofHandshake, "has no keys to speak of", send.message());
    }

    /** The sender dies of a STATUS for a section that does not exist (wire facts 1.2). */
    private void checkStatus(Status status) {
        SinkStorage.Entry entry = storage.entry(status.fileId());
        require(entry != null && entry.state() == SinkStorage.State.OPEN, "reports a file that is not open", status);
        SectionLayout layout = entry.layout();
        require(status.section() < layout.sections(), "reports a section that does not exist", status);
        int blocks = layout.blocksIn(status.section());
        NakBitmap naks = status.naks();
        require(naks.byteLength() == NakBitmap.lengthFor(blocks), "sends a NAK map of a wrong length", status);
        int wanted = naks.nextSet(0);
        require(wanted >= 0, "reports a section without losses", status);
        long first = layout.firstBlock(status.section());
        for (; wanted >= 0; wanted = naks.nextSet(wanted + 1)) {
            require(wanted < blocks, "asks for a block that does not exist", status);
            require(entry.missing().contains(first + wanted), "asks for block " + wanted + " that it holds", status);
        }
    }

    private void checkComplete(Complete complete) {
        if (complete.fileId() == 0) {
            require(!storage.isReceiving(), "completes the session while it receives", complete);
            return;
        }
        SinkStorage.Entry entry = storage.entry(complete.fileId());
        require(entry != null, "completes a file it was never offered", complete);
        switch (entry.state()) {
            case COMMITTED, FINISHED ->
                require(complete.status() != CompletionStatus.REJECTED, "rejects a file it has", complete);
            case REJECTED ->
                require(complete.status() == CompletionStatus.REJECTED, "has what it has rejected", complete);
            default -> require(false, "completes a file that is " + entry.state(), complete);
        }
    }

    private void require(boolean holds, String what, Message message) {
        if (!holds) {
            throw new SimulationFailure(String.format("receiver %08X %s: %s", uniqueId, what, message));
        }
    }
}
