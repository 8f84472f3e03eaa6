package io.uftpengine.core.protocol.sender;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Unconfirmed receivers, or others in their names, that have said in the clear that they will not take part. It may be forged,
 * so it is believed only if no REGISTER, and no proof, follows the next ANNOUNCEs; and taken back even later if one does.
 */
final class ClearRefusals {
    /** ANNOUNCEs after which a refusal is believed. */
    static final int ATTEMPTS = 2;

    private final Set<Participant> open = new LinkedHashSet<>();

    /** A receiver refuses; the first reason counts. */
    void add(Participant participant, String reason) {
        if (participant.refusal == null) {
            participant.refusal = reason;
            participant.refusedAttempts = 0;
            open.add(participant);
        }
    }

    /** It takes part after all; whether the refusal had been believed. */
    boolean takeBack(Participant participant) {
        boolean wasBelieved = participant.refusal != null && !open.remove(participant);
        participant.refusal = null;
        return wasBelieved;
    }

    /** Another attempt to announce begins; whom to believe now. */
    List<Participant> onAttempt() {
        List<Participant> believed = new ArrayList<>();
        for (Participant participant : open) {
            if (++participant.refusedAttempts > ATTEMPTS) {
                believed.add(participant);
            }
        }
        believed.forEach(open::remove);
        return believed;
    }

    /** No more attempts: all that are open. */
    List<Participant> close() {
        List<Participant> rest = List.copyOf(open);
        open.clear();
        return rest;
    }
}
