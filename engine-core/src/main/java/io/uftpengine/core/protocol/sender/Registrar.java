package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.session.RttSample;

/**
 * Admits receivers (protocol 3.1; wire facts 8.1). A REGISTER is answered by a REG_CONF at once, a repeated one again, in
 * every phase: the reference waits for its next cycle. Whoever may not take part is told by an ABORT, so that it stops
 * asking; a limit keeps forged REGISTERs from making this a reflector. In an encrypted session keys are agreed on instead,
 * which is the business of {@link Handshakes}; there is no REG_CONF.
 */
final class Registrar {
    /** Most ABORTs to strangers in {@link #REFUSAL_WINDOW_NS}. */
    static final int MAX_REFUSALS = 10;

    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final Confirmations confirmations;
    /** Null in a clear session. */
    private final Handshakes handshakes;

    private final RateLimit refusals;
    private boolean open = true;
    private long largestRttNs;
    private long timeNs;

    Registrar(
            SenderParameters parameters, Outbox outbox, Participants participants, Handshakes handshakes, long nowNs) {
        this.handshakes = handshakes;
        this.parameters = parameters;
        this.outbox = outbox;
        this.participants = participants;
        confirmations = new Confirmations(outbox, RegConf::new, this::onConfirmed);
        refusals = new RateLimit(MAX_REFUSALS, nowNs);
        timeNs = nowNs;
    }

    /** The announce phase is over: nobody is admitted any more (T23). */
    void close(long nowNs) {
        timeNs = nowNs;
        confirmations.flush(nowNs);
        open = false;
        if (handshakes != null) {
            handshakes.close(nowNs);
        }
    }

    /** @param known who sent it, or null for a stranger */
    void onRegister(Participant known, Inbound in, long nowNs) {
        timeNs = nowNs;
        Register register = (Register) in.message();
        if (!register.receivers().isEmpty()) {
            refuse(in, "proxies can't register with this sender", nowNs);
        } else if (known != null && known.state() != ReceiverState.MUTE) {
            if (handshakes == null) {
                confirmAgain(known, register, nowNs);
            } else if (open) {
                handshakes.onRegister(known, in, register, nowNs);
            }
        } else if (!open) {
            refuse(in, "not in host list: registration is over", nowNs);
        } else if (known == null && parameters.isClosedGroup()) {
            refuse(in, "not in host list", nowNs);
        } else if (handshakes != null) {
            handshakes.onRegister(known, in, register, nowNs);
        } else if (known != null) {
            admit(known, in, register, nowNs);
        } else {
            Participant added = participants.add(in.header().sourceId());
            if (added == null) {
                refuse(in, "too many receivers", nowNs);
            } else {
                admit(added, in, register, nowNs);
            }
        }
    }

    private void admit(Participant participant, Inbound in, Register register, long nowNs) {
        participant.address = in.remote();
        participant.joined(nowNs);
        measure(participant, register, nowNs);
        participants.change(participant, ReceiverState.REGISTERED, "", nowNs);
        confirmations.add(participant, nowNs);
    }

    private void confirmAgain(Participant participant, Register register, long nowNs) {
        measure(participant, register, nowNs);
        if (participant.isLive()) {
            confirmations.add(participant, nowNs);
        }
    }

    private void measure(Participant participant, Register register, long nowNs) {
        long sampleNs = RttSample.of(register.echoedMicros(), outbox.epochMicros(nowNs));
        if (sampleNs != RttSample.IMPLAUSIBLE) {
            participant.addRtt(sampleNs);
            largestRttNs = Math.max(largestRttNs, participant.rttNs());
        }
    }

    /** Largest round-trip time measured, 0 when none was. */
    long largestRttNs() {
        return handshakes == null ? largestRttNs : handshakes.largestRttNs();
    }

    /**
     * Another attempt to announce begins. Confirms everybody again, for a REG_CONF may have been lost; in an encrypted session
     * KEYINFO is repeated to those that have not answered, at any rate once.
     *
     * @param copies of each confirmation
     */
    void onAttempt(int copies, long nowNs) {
        if (handshakes != null) {
            handshakes.onAttempt(Math.max(1, copies), nowNs);
            return;
        }
        for (int i = 0; i < copies; i++) {
            confirmations.flush(nowNs);
            outbox.sendListing(participants.all(), Participant::isLive, RegConf::new, Outbox.TO_PRIVATE, nowNs);
        }
    }

    /** Nobody new is admitted; handshakes go on. */
    void stopAdmitting() {
        handshakes.stopAdmitting();
    }

    /** Whether a handshake may still come to an end by itself. */
    boolean isUnfinished() {
        return handshakes != null && handshakes.isUnfinished();
    }

    /** Whether the host works at a handshake. */
    boolean isKeyWorkUnderWay() {
        return handshakes != null && handshakes.work().isUnderWay();
    }

    /** Time that the host needs for a step of a handshake now, 0 when it is idle. */
    long keyWorkNs() {
        return handshakes == null ? 0 : handshakes.work().durationNs();
    }

    /** When a handshake last went on. */
    long lastProgressNs() {
        return handshakes.work().lastProgressNs();
    }

    private void onConfirmed(Participant participant) {
        if (participant.state() == ReceiverState.REGISTERED) {
            participants.change(participant, ReceiverState.ACTIVE, "", timeNs);
        }
    }

    private void refuse(Inbound in, String reason, long nowNs) {
        if (refusals.allows(nowNs)) {
            // Strangers have no keys.
            outbox.sendClear(new Abort(0, in.header().sourceId(), reason), new Action.Unicast(in.remote()), nowNs);
        }
    }

    void onTimeout(long nowNs) {
        timeNs = nowNs;
        confirmations.onTimeout(nowNs);
        if (handshakes != null && open) {
            handshakes.onTimeout(nowNs);
        }
    }

    long deadlineNs() {
        return handshakes != null && open ? handshakes.deadlineNs() : confirmations.deadlineNs();
    }
}
