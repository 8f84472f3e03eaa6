package io.uftpengine.core.protocol.sender;

import io.netty.util.collection.IntObjectHashMap;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.ReceiverChanged;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Everyone expected or heard of, found by ID in constant time, and how many are in each state. */
final class Participants {
    /** Most receivers of a session, as the reference (wire facts 8.1, 14). */
    static final int MAX_RECEIVERS = 100_000;

    private final Outbox outbox;
    private final IntObjectHashMap<Participant> byId = new IntObjectHashMap<>();
    private final List<Participant> inOrder = new ArrayList<>();
    private final int[] inState = new int[ReceiverState.values().length];
    private String firstFailure;

    Participants(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Adds a receiver in state MUTE; null when there are too many or it is known already. */
    Participant add(int id) {
        Participant participant = new Participant(id);
        return add(participant) ? participant : null;
    }

    /** Adds a receiver; false when there are too many or it is known already. */
    boolean add(Participant participant) {
        if (inOrder.size() >= MAX_RECEIVERS || byId.containsKey(participant.id())) {
            return false;
        }
        byId.put(participant.id(), participant);
        inOrder.add(participant);
        inState[participant.state.ordinal()]++;
        outbox.setGroupSize(inOrder.size());
        return true;
    }

    /**
     * Adds a stranger of an open group that did not get through its handshake, for the report only: a forged REGISTER is not
     * a failure that quit-on-error means.
     */
    void addLost(Participant participant, String reason, long nowNs) {
        String before = firstFailure;
        if (add(participant)) {
            change(participant, ReceiverState.LOST, reason, nowNs);
            firstFailure = before;
        }
    }

    /** The participant with that ID, or null. */
    Participant get(int id) {
        return byId.get(id);
    }

    /** In order of the list, or of registration. */
    List<Participant> all() {
        return Collections.unmodifiableList(inOrder);
    }

    /** A copy: those who are not finished with the present file. */
    List<Participant> unfinished() {
        List<Participant> unfinished = new ArrayList<>(inOrder);
        unfinished.removeIf(participant -> participant.step == FileStep.FINISHED);
        return unfinished;
    }

    int size() {
        return inOrder.size();
    }

    int count(ReceiverState state) {
        return inState[state.ordinal()];
    }

    /** Receivers that take part. */
    int live() {
        return count(ReceiverState.REGISTERED) + count(ReceiverState.ACTIVE);
    }

    /** Changes a state and tells; {@code reason} is empty or one line. */
    void change(Participant participant, ReceiverState state, String reason, long nowNs) {
        inState[participant.state.ordinal()]--;
        inState[state.ordinal()]++;
        participant.state = state;
        participant.reason = reason;
        if (state.isFailed() || state == ReceiverState.DONE) {
            participant.left(nowNs);
        }
        if (state.isFailed() && participant.exchange != null) {
            participant.exchange = null;
            outbox.ask(new Action.DropKeys(participant.id()));
        }
        if (state.isFailed() || state == ReceiverState.MUTE) {
            noteFailure(participant);
        }
        outbox.tell(new ReceiverChanged(participant.id(), state, reason));
    }

    private void noteFailure(Participant participant) {
        if (firstFailure == null) {
            firstFailure = String.format("receiver 0x%08X: %s", participant.id(), participant.reason);
        }
    }

    /** Who failed first and why, or null. */
    String firstFailure() {
        return firstFailure;
    }

    /** Largest of the shortest round-trip times of the live ones: how long packets need, not how long busy receivers do. */
    long longestPathNs() {
        long longest = 0;
        for (Participant participant : inOrder) {
            if (participant.isLive()) {
                longest = Math.max(longest, participant.shortestRttNs());
            }
        }
        return longest;
    }

    /** Largest round-trip time of the live ones, 0 when none was measured. */
    long maxRttNs() {
        long max = 0;
        for (Participant participant : inOrder) {
            if (participant.isLive()) {
                max = Math.max(max, participant.rttNs());
            }
        }
        return max;
    }
}
