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
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Agrees on keys with the receivers of an encrypted session (wire facts 6.5, 8.1): REGISTER, then CLIENT_KEY if that is asked
 * for, then KEYINFO and KEYINFO_ACK. The host does the key work; here is who may have it done, and when.
 *
 * <p>Until the author of a REGISTER has proved itself it counts for little: in an open group it is a mere {@link Candidates
 * candidate}, which gives way to others when there are too many; in a closed group the receiver is announced to further. See
 * {@link ExchangeChances} for what becomes of forged ones.
 *
 * <p>A wrong key, signature or proof is ignored and told; the receiver may try again.
 */
final class Handshakes {
    /**
     * Most REGISTERs whose keys the host is asked to agree on. Further ones wait for their turn here, one for each receiver listed
     * and each candidate, and not at the host, where an ANNOUNCE would have to be signed behind them: its time stamp would make
     * round trips seem longer.
     */
    static final int MAX_AGREEING = 64;
    /** The same where a CLIENT_KEY follows each REGISTER at once: the host keeps only those of whom it knows to have keys soon. */
    static final int MAX_AGREEING_WITH_CLIENT_KEYS = 1024;
    /** Longest key material of a REGISTER, bytes: none of the curves needs more than 136 (wire facts 6.2). */
    static final int MAX_KEY_MATERIAL = 256;
    /** Wrong CLIENT_KEYs after which no more of that exchange are looked at. */
    static final int MAX_WRONG_CLIENT_KEYS = 10;
    /** Longest time for the host's work that repetitions wait for. */
    static final long MAX_WORK_NS = 1_000_000_000L;
    /** Most events about refusals in a second. */
    static final int MAX_REFUSALS_TOLD = 10;

    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final KeyInfoRounds rounds;
    private final Candidates candidates = new Candidates();
    private final ExchangeChances chances;
    private final ClearRefusals refusals = new ClearRefusals();
    private final RateLimit told;
    private final long startedNs;
    private final int maxAgreeing;
    private boolean admits = true;
    /** Whose exchanges wait for their turn; some may have failed meanwhile. */
    private final Queue<Participant> waiting = new ArrayDeque<>();

    private int exchanges;
    private int agreeing;
    private int underWay;
    private long largestRttNs;
    private long lastProgressNs;
    private long lastAgreementNs;

    Handshakes(SenderParameters parameters, Outbox outbox, Participants participants, GrttControl grtt, long nowNs) {
        this.parameters = parameters;
        this.outbox = outbox;
        this.participants = participants;
        boolean anybody =
                !parameters.isClosedGroup() && !parameters.encryption().clientAuth();
        rounds = new KeyInfoRounds(outbox, grtt, anybody);
        chances = new ExchangeChances(grtt);
        maxAgreeing = parameters.encryption().clientAuth() ? MAX_AGREEING_WITH_CLIENT_KEYS : MAX_AGREEING;
        told = new RateLimit(MAX_REFUSALS_TOLD, nowNs);
        startedNs = nowNs;
        lastProgressNs = nowNs;
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
                rounds.readyAgain(from, workNs(), nowNs);
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
        from.exchange = new Exchange(++exchanges, register, in.remote(), sampleNs);
        from.failedCheck = "";
        from.address = in.remote();
        from.joined(nowNs);
        chances.onBegin(from.id(), register);
        from.exchange.askedNs = nowNs;
        underWay++;
        waiting.add(from);
        agreeWithWaiting();
        takeBackRefusal(from, nowNs);
        if (candidates.get(from.id()) != from && from.state() != ReceiverState.REGISTERED) {
            participants.change(from, ReceiverState.REGISTERED, "", nowNs);
        }
    }

    private void agreeWithWaiting() {
        while (agreeing < maxAgreeing && !waiting.isEmpty()) {
            Participant next = waiting.poll();
            Exchange exchange = next.exchange;
            if (exchange != null && exchange.step == Step.WAITING) {
                agreeing++;
                exchange.step = Step.AGREEING;
                outbox.ask(
                        new Action.AgreeKeys(next.id(), exchange.number(), exchange.random(), exchange.keyMaterial()));
            }
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
                work(exchange, Step.VERIFYING, in);
                outbox.ask(new Action.VerifyClientKey(from.id(), exchange.number(), in));
            }
        } else if (in.message() instanceof KeyInfoAck ack && exchange.step == Step.KEYINFO_ACK) {
            work(exchange, Step.CHECKING, in);
            outbox.ask(new Action.CheckVerifyData(from.id(), ack.verifyData()));
        }
    }

    private void work(Exchange exchange, Step step, Inbound proof) {
        exchange.step = step;
        exchange.remote = proof.remote();
        underWay++;
    }

    /** The host's answer to a key action. */
    void onResult(TaskResult result, long nowNs) {
        if (result instanceof TaskResult.ReceiverKeyed keyed) {
            Participant from = answered(keyed.receiverId(), keyed.exchange(), Step.AGREEING, nowNs);
            if (from != null) {
                onKeyed(from, nowNs);
            }
        } else if (result instanceof TaskResult.ReceiverVerified verified) {
            Participant from = answered(verified.receiverId(), verified.exchange(), Step.VERIFYING, nowNs);
            if (from != null && admit(from, ReceiverState.REGISTERED, nowNs)) {
                awaitAck(from, nowNs);
            }
        } else if (result instanceof TaskResult.ReceiverConfirmed confirmed) {
            Participant from = answered(confirmed.receiverId(), 0, Step.CHECKING, nowNs);
            if (from != null) {
                onConfirmed(from, nowNs);
            }
        } else if (result instanceof TaskResult.ReceiverRefused refused) {
            onRefused(refused, nowNs);
        }
    }

    /** Whose exchange was in that step, or null when the answer does not matter any more. */
    private Participant answered(int receiverId, int number, Step step, long nowNs) {
        Participant from = find(receiverId);
        Exchange exchange = from == null ? null : from.exchange;
        if (exchange == null || exchange.step != step || number != 0 && number != exchange.number()) {
            return null;
        }
        lastProgressNs = nowNs;
        underWay--;
        if (step == Step.AGREEING) {
            lastAgreementNs = nowNs - exchange.askedNs;
            agreeing--;
            agreeWithWaiting();
        }
        return from;
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
        answered(refused.receiverId(), number, exchange.step, nowNs);
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
        rounds.repeat(copies, workNs(), nowNs);
    }

    private void fail(Participant participant, ReceiverState state, String reason, long nowNs) {
        if (participant.exchange != null && participant.exchange.isUnderWay()) {
            // The host's answer will find nothing to count off.
            underWay--;
            if (participant.exchange.step == Step.AGREEING) {
                agreeing--;
            }
        }
        rounds.remove(participant);
        participants.change(participant, state, reason, nowNs);
        agreeWithWaiting();
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

    /** Whether the host works at any. */
    boolean isUnderWay() {
        return underWay > 0;
    }

    /**
     * How long a REGISTER that comes now waits for its keys, as long as the last one did; 0 when the host has nothing to do. With
     * many receivers this is far longer than a round trip.
     */
    long workNs() {
        return isUnderWay() ? Math.min(lastAgreementNs, MAX_WORK_NS) : 0;
    }

    /** Whether anybody can still become a participant by an answer to what was sent. */
    boolean isUnfinished() {
        return underWay > 0 || rounds.unconfirmed() > 0;
    }

    /** When the host gave its last answer. */
    long lastProgressNs() {
        return lastProgressNs;
    }

    /** Largest round-trip time of a confirmed receiver, 0 when none was measured. */
    long largestRttNs() {
        return largestRttNs;
    }

    /** The announce phase is over: whoever is not confirmed stays out, and it is said what was missing. */
    void close(long nowNs) {
        admits = false;
        waiting.clear();
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
