package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Receivers to be confirmed by the next REG_CONF or DONE_CONF. Confirmations wait a moment for each other, so that many
 * receivers that answer at once share packets; the reference lets them wait for the next cycle (wire facts 12.4).
 */
final class Confirmations {
    /** How long a confirmation waits for others. */
    static final long DELAY_NS = 2_000_000;

    private final Outbox outbox;
    private final Function<IdList, Message> message;
    private final Consumer<Participant> confirmed;
    private final Set<Participant> pending = new LinkedHashSet<>();
    private long dueNs = ProtocolMachine.NO_DEADLINE;

    /** @param confirmed told of each participant when its confirmation goes out */
    Confirmations(Outbox outbox, Function<IdList, Message> message, Consumer<Participant> confirmed) {
        this.outbox = outbox;
        this.message = message;
        this.confirmed = confirmed;
    }

    /** Confirms a participant soon, once however often it asks until then. */
    void add(Participant participant, long nowNs) {
        pending.add(participant);
        if (pending.size() >= outbox.listCapacity()) {
            flush(nowNs);
        } else if (dueNs == ProtocolMachine.NO_DEADLINE) {
            dueNs = nowNs + DELAY_NS;
        }
    }

    void onTimeout(long nowNs) {
        if (nowNs >= dueNs) {
            flush(nowNs);
        }
    }

    /** Sends what waits. */
    void flush(long nowNs) {
        dueNs = ProtocolMachine.NO_DEADLINE;
        if (pending.isEmpty()) {
            return;
        }
        outbox.sendListing(pending, p -> !p.state().isFailed(), message, Outbox.TO_PRIVATE, nowNs);
        for (Participant participant : pending) {
            if (!participant.state().isFailed()) {
                confirmed.accept(participant);
            }
        }
        pending.clear();
    }

    long deadlineNs() {
        return dueNs;
    }
}
