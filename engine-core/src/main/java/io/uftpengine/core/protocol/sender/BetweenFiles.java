package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.protocol.machine.ProtocolMachine;

/**
 * Waits for the host: for the next object to be open, or for the last ones to be closed unchanged. Receivers between two
 * files take any packet of the session for a sign of life (wire facts 5.3, 8.4); a REG_CONF is one that nobody answers, and
 * where only sealed ones count, a DONE_CONF for nobody.
 */
final class BetweenFiles implements SenderPhase {
    private final SourceQueue sources;
    private final Outbox outbox;
    private final Participants participants;
    private final boolean isEncrypted;

    BetweenFiles(SourceQueue sources, Outbox outbox, Participants participants, boolean isEncrypted, long nowNs) {
        this.isEncrypted = isEncrypted;
        this.sources = sources;
        this.outbox = outbox;
        this.participants = participants;
        sources.openNext(nowNs);
    }

    @Override
    public void onMessage(Participant from, Message message, long nowNs) {
        // Late answers to what is over.
    }

    @Override
    public void onFailed(Participant participant, long nowNs) {
        // The session looks whether anybody is left.
    }

    @Override
    public void onTimeout(long nowNs) {
        // The host's time limit is the sources' business.
    }

    @Override
    public void keepAlive(long nowNs) {
        if (isEncrypted) {
            outbox.send(new DoneConf(IdList.EMPTY), Outbox.TO_PRIVATE, nowNs);
            return;
        }
        // One packet is enough, whomever it lists.
        outbox.sendListing(
                participants.all().stream()
                        .filter(Participant::isLive)
                        .limit(outbox.listCapacity())
                        .toList(),
                participant -> true,
                RegConf::new,
                Outbox.TO_PRIVATE,
                nowNs);
    }

    @Override
    public long deadlineNs() {
        return ProtocolMachine.NO_DEADLINE;
    }

    /** Only the last file may still be on its way to being closed when the next begins. */
    @Override
    public boolean isOver() {
        return sources.isExhausted() ? sources.closing() == 0 : sources.isReady() && sources.closing() <= 1;
    }

    @Override
    public String waitingFor() {
        return sources.isReady() || sources.isExhausted() ? "a file to be closed" : "a file to be opened";
    }
}
