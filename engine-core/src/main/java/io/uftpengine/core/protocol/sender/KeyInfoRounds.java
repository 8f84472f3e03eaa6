package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands out the group master: receivers whose keys are agreed wait a moment for each other, so that many share a KEYINFO and
 * its signature; who does not answer is listed again (wire facts 6.5, 8.1). The reference lets them wait for its next cycle
 * (wire facts 12.4).
 */
final class KeyInfoRounds {
    /** A KEYINFO goes out when nobody has become ready for so long... */
    static final long QUIET_NS = 5_000_000;
    /** ...and at the latest after this share of a GRTT. */
    private static final long GRTT_SHARE = 4;
    /**
     * Most entries repeated in one attempt while anybody may be in them, the longest unlisted first: what forged REGISTERs
     * make us send is bounded. Who is not among them repeats its REGISTER.
     */
    static final int MAX_UNPROVEN_REPEATS = 250;

    private final Outbox outbox;
    private final GrttControl grtt;
    private final int capacity;
    private final boolean anybody;
    /** Ready for a KEYINFO that has not gone out yet. */
    private final Set<Participant> pending = new LinkedHashSet<>();
    /** All that have not confirmed, in the order in which they were listed last. */
    private final Set<Participant> unconfirmed = new LinkedHashSet<>();

    private long firstNs;
    private long lastNs;

    /** @param anybody whether it is unknown who is listed: an open group without client authentication */
    KeyInfoRounds(Outbox outbox, GrttControl grtt, boolean anybody) {
        this.outbox = outbox;
        this.grtt = grtt;
        this.anybody = anybody;
        capacity = outbox.keyInfoCapacity();
    }

    /** Lists a receiver soon. */
    void ready(Participant participant, long nowNs) {
        if (pending.isEmpty()) {
            firstNs = nowNs;
        }
        lastNs = nowNs;
        pending.add(participant);
        unconfirmed.add(participant);
        if (pending.size() >= capacity) {
            flush(nowNs);
        }
    }

    /**
     * Lists a receiver again, unless that was done within a GRTT: its answer may be under way.
     *
     * @param workNs the host's for one KEYINFO: so long the last one may not have left
     */
    void readyAgain(Participant participant, long workNs, long nowNs) {
        if (isDue(participant, workNs, nowNs)) {
            ready(participant, nowNs);
        }
    }

    private boolean isDue(Participant participant, long workNs, long nowNs) {
        Exchange exchange = participant.exchange;
        return exchange.step == Exchange.Step.KEYINFO_ACK
                && (!exchange.wasListed || nowNs - exchange.listedNs >= grtt.timerNs() + workNs);
    }

    /**
     * Lists all again that are due.
     *
     * @param copies of each KEYINFO
     * @param workNs as for {@link #readyAgain}
     */
    void repeat(int copies, long workNs, long nowNs) {
        List<Participant> due = new ArrayList<>();
        for (Participant participant : unconfirmed) {
            if (isDue(participant, workNs, nowNs) && (!anybody || due.size() < MAX_UNPROVEN_REPEATS)) {
                due.add(participant);
            }
        }
        for (int i = 0; i < copies; i++) {
            pending.addAll(due);
            flush(nowNs);
        }
    }

    /** Sends what waits. */
    void flush(long nowNs) {
        int[] ids = new int[Math.min(capacity, pending.size())];
        int filled = 0;
        for (Participant participant : pending) {
            ids[filled++] = participant.id();
            participant.exchange.listedNs = nowNs;
            participant.exchange.wasListed = true;
            unconfirmed.remove(participant);
            unconfirmed.add(participant);
            if (filled == capacity) {
                outbox.sendKeyInfo(IdList.of(ids), nowNs);
                filled = 0;
            }
        }
        if (filled > 0) {
            outbox.sendKeyInfo(IdList.of(Arrays.copyOf(ids, filled)), nowNs);
        }
        pending.clear();
    }

    /** The receiver has confirmed, failed, or begun anew. */
    void remove(Participant participant) {
        pending.remove(participant);
        unconfirmed.remove(participant);
    }

    /** Receivers that were or will be listed and have not confirmed. */
    int unconfirmed() {
        return unconfirmed.size();
    }

    void onTimeout(long nowNs) {
        if (nowNs >= deadlineNs()) {
            flush(nowNs);
        }
    }

    long deadlineNs() {
        return pending.isEmpty()
                ? ProtocolMachine.NO_DEADLINE
                : Math.min(lastNs + QUIET_NS, firstNs + grtt.timerNs() / GRTT_SHARE);
    }
}
