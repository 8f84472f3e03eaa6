package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.sender.Exchange.Step;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What the host has to do for the keys of receivers (wire facts 6.5): agrees on them, and checks CLIENT_KEYs and verify data. Sees to it that the
 * host has so much to do at a time and no more, and knows which of its answers still matter.
 */
final class KeyAgreements {
    /**
     * Most REGISTERs whose keys the host is asked to agree on. Further ones wait for their turn here, one for each receiver listed
     * and each candidate, and not at the host, where an ANNOUNCE would have to be signed behind them: its time stamp would make
     * round trips seem longer.
     */
    static final int MAX_AGREEING = 64;
    /** The same where a CLIENT_KEY follows each REGISTER at once: the host keeps only those of whom it knows to have keys soon. */
    static final int MAX_AGREEING_WITH_CLIENT_KEYS = 1024;
    /** Longest time for the host's work that repetitions wait for. */
    static final long MAX_WORK_NS = 1_000_000_000L;

    private final Outbox outbox;
    private final int maxAgreeing;
    /** Whose exchanges wait for their turn; some may have failed meanwhile. */
    private final Queue<Participant> waiting = new ArrayDeque<>();

    private int exchanges;
    private int agreeing;
    private int underWay;
    private long lastProgressNs;
    private long lastAgreementNs;

    KeyAgreements(Outbox outbox, boolean withClientKeys, long nowNs) {
        this.outbox = outbox;
        maxAgreeing = withClientKeys ? MAX_AGREEING_WITH_CLIENT_KEYS : MAX_AGREEING;
        lastProgressNs = nowNs;
    }

    /** Has keys agreed with a receiver, when it is its turn. */
    void agree(Participant from, Inbound in, Register register, long rttSampleNs, long nowNs) {
        from.exchange = new Exchange(++exchanges, register, in.remote(), rttSampleNs);
        from.exchange.askedNs = nowNs;
        underWay++;
        waiting.add(from);
        agreeWithWaiting();
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

    /** Has a receiver's CLIENT_KEY checked. */
    void verify(Participant from, Inbound clientKey) {
        begin(from.exchange, Step.VERIFYING, clientKey);
        outbox.ask(new Action.VerifyClientKey(from.id(), from.exchange.number(), clientKey));
    }

    /** Has a receiver's verify data checked. */
    void check(Participant from, Inbound in, KeyInfoAck ack) {
        begin(from.exchange, Step.CHECKING, in);
        outbox.ask(new Action.CheckVerifyData(from.id(), ack.verifyData()));
    }

    private void begin(Exchange exchange, Step step, Inbound proof) {
        exchange.step = step;
        exchange.remote = proof.remote();
        underWay++;
    }

    /**
     * The host's answer.
     *
     * @param from of whom, or null
     * @param number of the exchange, 0 when the answer has none
     * @return false when it does not matter any more: the exchange is not in that step
     */
    boolean onAnswer(Participant from, int number, Step step, long nowNs) {
        Exchange exchange = from == null ? null : from.exchange;
        if (exchange == null || exchange.step != step || number != 0 && number != exchange.number()) {
            return false;
        }
        lastProgressNs = nowNs;
        underWay--;
        if (step == Step.AGREEING) {
            lastAgreementNs = nowNs - exchange.askedNs;
            agreeing--;
            agreeWithWaiting();
        }
        return true;
    }

    /** A receiver has failed: the host's answer, should one come, will find nothing to count off. */
    void forget(Participant participant) {
        if (participant.exchange != null && participant.exchange.isUnderWay()) {
            underWay--;
            if (participant.exchange.step == Step.AGREEING) {
                agreeing--;
            }
        }
        agreeWithWaiting();
    }

    /** No more keys are agreed. */
    void close() {
        waiting.clear();
    }

    /** Whether there is any. */
    boolean isUnderWay() {
        return underWay > 0;
    }

    /**
     * How long a REGISTER that comes now waits for its keys, as long as the last one did; 0 when the host has nothing to do. With
     * many receivers this is far longer than a round trip.
     */
    long durationNs() {
        return isUnderWay() ? Math.min(lastAgreementNs, MAX_WORK_NS) : 0;
    }

    /** When the host gave its last answer. */
    long lastProgressNs() {
        return lastProgressNs;
    }
}
