package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.HandshakeRefused;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.sender.Exchange.Step;
import io.uftpengine.core.protocol.session.RttSample;

/**
 * Agrees on keys with the receivers of an encrypted session (wire facts 6.5, 8.1): REGISTER, then CLIENT_KEY if that is asked
 * for, then KEYINFO and KEYINFO_ACK. The host does the {@link KeyAgreements key work}; here is who may have it done, and what follows.
 *
 * <p>Until the author of a REGISTER has proved itself it counts for little: in an open group it is a mere {@link Candidates
 * candidate}, which gives way to others when there are too many; in a closed group the receiver is announced to further. See
 * {@link ExchangeChances} for what becomes of forged ones.
 *
 * <p>A wrong key, signature or proof is ignored and told; the receiver may try again.
 */
final class Handshakes {
    /** Longest key material of a REGISTER, bytes: none of the curves needs more than 136 (wire facts 6.2). */
    static final int MAX_KEY_MATERIAL = 256;
    /** Wrong CLIENT_KEYs after which no more of that exchange are looked at. */
    static final int MAX_WRONG_CLIENT_KEYS = 10;
    /** Most events about refusals in a second. */
    static final int MAX_REFUSALS_TOLD = 10;

    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final KeyAgreements work;
    private final KeyInfoRounds rounds;
    private final Candidates candidates = new Candidates();
    private final ExchangeChances chances;
    private final ClearRefusals refusals = new ClearRefusals();
    private final RateLimit told;
    private final long startedNs;
    private boolean admits = true;
    private long largestRttNs;

    Handshakes(SenderParameters parameters, Outbox outbox, Participants participants, GrttControl grtt, long nowNs) {
        this.parameters = parameters;
        this.outbox = outbox;
        this.participants = participants;
        boolean withClientKeys = parameters.encryption().clientAuth();
        boolean anybody = !parameters.isClosedGroup() && !withClientKeys;
        work = new KeyAgreements(outbox, withClientKeys, nowNs);
        rounds = new KeyInfoRounds(outbox, grtt, anybody);
        chances = new ExchangeChances(grtt);
        told = new RateLimit(MAX_REFUSALS_TOLD, nowNs);
        startedNs = nowNs;
    }

    /** A stranger that has sent a REGISTER, or null. */
    Participant candidate(int id) {
        return candidates.get(id);
    }

    /**
     * A REGISTER while the group is announced, not of a proxy.
     *
     * @param listed who is said to have sent it; null in an open group, unless it has proved itself
     */
    void onRegister(Participant listed, Inbound in, Register register, long nowNs) {
        int id = in.header().sourceId();
        int length = register.keyMaterial().length();
        if (length == 0 || length > MAX_KEY_MATERIAL) {
            tell(id, "REGISTER without a usable key", nowNs);
            return;
        }
        Participant from = listed == null ? candidates.get(id) : listed;
        if (from != null && from.exchange != null) {
            onRegisterAgain(from, in, register, nowNs);
        } else if (admits && (from != null || makeRoom(id, register, nowNs))) {
            begin(from == null ? candidates.add(id) : from, in, register, nowNs);
        }
    }

    private void onRegisterAgain(Participant from, Inbound in, Register register, long nowNs) {
        Exchange exchange = from.exchange;
        if (exchange.isOf(register)) {
            takeBackRefusal(from, nowNs);
            if (exchange.step == Step.KEYINFO_ACK) {
                rounds.readyAgain(from, work.durationNs(), nowNs);
            }
            return;
        }
        if (chances.isReplacedBy(register, from.id(), exchange, nowNs) && admits) {
            rounds.remove(from);
            begin(from, in, register, nowNs);
        }
    }

    private boolean makeRoom(int id, Register register, long nowNs) {
        if (!candidates.isFull()) {
            return true;
        }
        Participant oldest = candidates.oldest();
        if (chances.givesWay(oldest.exchange, id, register, nowNs)) {
            drop(oldest);
            return true;
        }
        return false;
    }

    private void begin(Participant from, Inbound in, Register register, long nowNs) {
        long sampleNs = RttSample.of(register.echoedMicros(), outbox.epochMicros(nowNs));
        from.failedCheck = "";
        from.address = in.remote();
        from.joined(nowNs);
        chances.onBegin(from.id(), register);
        work.agree(from, in, register, sampleNs, nowNs);
        takeBackRefusal(from, nowNs);
        if (candidates.get(from.id()) != from && from.state() != ReceiverState.REGISTERED) {
            participants.change(from, ReceiverState.REGISTERED, "", nowNs);
        }
    }

    /** A CLIENT_KEY or KEYINFO_ACK, opened with that receiver's keys. */
    void onMessage(Participant from, Inbound in, long nowNs) {
        Exchange exchange = from.exchange;
        if (exchange == null) {
            return;
        }
        if (in.message() instanceof ClientKey) {
            if (exchange.step == Step.CLIENT_KEY && exchange.wrongClientKeys < MAX_WRONG_CLIENT_KEYS) {
                work.verify(from, in);
            }
        } else if (in.message() instanceof KeyInfoAck ack && exchange.step == Step.KEYINFO_ACK) {
            work.check(from, in, ack);
        }
    }

    /** The host's answer to a key action. */
    void onResult(TaskResult result, long nowNs) {
        if (result instanceof TaskResult.ReceiverKeyed keyed) {
            Participant from = find(keyed.receiverId());
            if (work.onAnswer(from, keyed.exchange(), Step.AGREEING, nowNs)) {
                onKeyed(from, nowNs);
            }
        } else if (result instanceof TaskResult.ReceiverVerified verified) {
            Participant from = find(verified.receiverId());
            if (work.onAnswer(from, verified.exchange(), Step.VERIFYING, nowNs)
                    && admit(from, ReceiverState.REGISTERED, nowNs)) {
                awaitAck(from, nowNs);
            }
        } else if (result instanceof TaskResult.ReceiverConfirmed confirmed) {
            Participant from = find(confirmed.receiverId());
            if (work.onAnswer(from, 0, Step.CHECKING, nowNs)) {
                onConfirmed(from, nowNs);
            }
        } else if (result instanceof TaskResult.ReceiverRefused refused) {
            onRefused(refused, nowNs);
        }
    }

    private Participant find(int id) {
        Participant known = participants.get(id);
        return known == null ? candidates.get(id) : known;
    }

    private void onKeyed(Participant from, long nowNs) {
        from.exchange.keyedNs = nowNs;
        if (parameters.encryption().clientAuth()) {
            from.exchange.step = Step.CLIENT_KEY;
        } else {
            awaitAck(from, nowNs);
        }
    }

    private void awaitAck(Participant from, long nowNs) {
        from.exchange.step = Step.KEYINFO_ACK;
        rounds.ready(from, nowNs);
        boolean allListedReady = parameters.isClosedGroup()
                && participants.count(ReceiverState.MUTE) == 0
                && participants.count(ReceiverState.REGISTERED) == rounds.unconfirmed();
        if (allListedReady) {
            rounds.flush(nowNs);
        }
    }

    /**
     * Only now its round-trip time counts: a REGISTER can say anything. Even so it is no more than what has passed since the
     * first ANNOUNCE. The time from KEYINFO to KEYINFO_ACK would be beyond doubt, but holds the key work of both sides.
     */
    private void onConfirmed(Participant from, long nowNs) {
        rounds.remove(from);
        if (!admit(from, ReceiverState.ACTIVE, nowNs)) {
            return;
        }
        from.exchange.step = Step.CONFIRMED;
        if (from.exchange.rttNs() != RttSample.IMPLAUSIBLE) {
            from.addRtt(Math.min(from.exchange.rttNs(), nowNs - startedNs));
            largestRttNs = Math.max(largestRttNs, from.rttNs());
        }
    }

    /** The receiver has proved itself; false when there are too many. */
    private boolean admit(Participant from, ReceiverState state, long nowNs) {
        from.exchange.proven = true;
        from.failedCheck = "";
        from.address = from.exchange.remote;
        takeBackRefusal(from, nowNs);
        if (candidates.remove(from) && !participants.add(from)) {
            outbox.ask(new Action.DropKeys(from.id()));
            return false;
        }
        if (from.state() != state) {
            participants.change(from, state, "", nowNs);
        }
        return true;
    }

    private void onRefused(TaskResult.ReceiverRefused refused, long nowNs) {
        Participant from = find(refused.receiverId());
        Exchange exchange = from == null ? null : from.exchange;
        if (exchange == null) {
            return;
        }
        int number = refused.exchange();
        if (number == 0 ? exchange.step != Step.CHECKING : number != exchange.number() || !exchange.isUnderWay()) {
            return;
        }
        work.onAnswer(from, number, exchange.step, nowNs);
        from.failedCheck = refused.reason();
        tell(from.id(), refused.reason(), nowNs);
        switch (exchange.step) {
            case AGREEING -> {
                // The host has no keys of it.
                from.exchange = null;
                candidates.remove(from);
            }
            case VERIFYING -> {
                exchange.wrongClientKeys++;
                exchange.step = Step.CLIENT_KEY;
            }
            case CHECKING -> exchange.step = Step.KEYINFO_ACK;
            case CLIENT_KEY, KEYINFO_ACK, CONFIRMED -> {}
        }
    }

    private void tell(int id, String reason, long nowNs) {
        if (told.allows(nowNs)) {
            outbox.tell(new HandshakeRefused(id, reason));
        }
    }

    /** The ABORT of an unconfirmed receiver, or of someone at its address. */
    void onRefusal(Participant from, String reason) {
        if (from.exchange != null && from.exchange.isUnderWay()) {
            return;
        }
        if (candidates.get(from.id()) == from) {
            drop(from);
        } else {
            refusals.add(from, reason);
        }
    }

    private void takeBackRefusal(Participant from, long nowNs) {
        if (refusals.takeBack(from)) {
            participants.change(from, ReceiverState.REGISTERED, "", nowNs);
        }
    }

    /**
     * Another attempt to announce begins: believes refusals, repeats KEYINFO.
     *
     * @param copies of each KEYINFO
     */
    void onAttempt(int copies, long nowNs) {
        for (Participant participant : refusals.onAttempt()) {
            fail(participant, ReceiverState.ABORTED, participant.refusal, nowNs);
        }
        rounds.repeat(copies, work.durationNs(), nowNs);
    }

    private void fail(Participant participant, ReceiverState state, String reason, long nowNs) {
        work.forget(participant);
        rounds.remove(participant);
        participants.change(participant, state, reason, nowNs);
    }

    private void drop(Participant candidate) {
        candidates.remove(candidate);
        rounds.remove(candidate);
        outbox.ask(new Action.DropKeys(candidate.id()));
    }

    /** No more handshakes are begun. */
    void stopAdmitting() {
        admits = false;
    }

    /** What the host has to do. */
    KeyAgreements work() {
        return work;
    }

    /** Whether anybody can still become a participant by an answer to what was sent. */
    boolean isUnfinished() {
        return work.isUnderWay() || rounds.unconfirmed() > 0;
    }

    /** Largest round-trip time of a confirmed receiver, 0 when none was measured. */
    long largestRttNs() {
        return largestRttNs;
    }

    /** The announce phase is over: whoever is not confirmed stays out, and it is said what was missing. */
    void close(long nowNs) {
        admits = false;
        work.close();
        for (Participant participant : refusals.close()) {
            fail(participant, ReceiverState.ABORTED, participant.refusal, nowNs);
        }
        for (Participant participant : participants.all()) {
            if (participant.state() == ReceiverState.REGISTERED) {
                fail(participant, ReceiverState.LOST, missing(participant), nowNs);
            }
        }
        for (Participant candidate : candidates.all()) {
            rounds.remove(candidate);
            participants.addLost(candidate, missing(candidate), nowNs);
        }
        candidates.clear();
    }

    private static String missing(Participant participant) {
        if (!participant.failedCheck.isEmpty()) {
            return "refused: " + participant.failedCheck;
        }
        return participant.exchange == null ? "no usable REGISTER" : participant.exchange.missing();
    }

    void onTimeout(long nowNs) {
        rounds.onTimeout(nowNs);
    }

    long deadlineNs() {
        return rounds.deadlineNs();
    }
}
