package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;

/**
 * The keys' side of an encrypted session at a receiver (wire facts 6.5): its ANNOUNCE is verified before anything is answered,
 * a KEYINFO that lists us is opened, and every later one gets the same KEYINFO_ACK again. Says, too, which datagrams are to be
 * believed at all.
 *
 * <p>Deliberate deviation: the reference aborts when a KEYINFO fails a check. But anybody can send one from the sender's
 * address, and it must not cost us the session of the honest sender, who will repeat his own. So it is ignored, counted and
 * told, and if no better one comes before the registration has had its tries, the check is the reason of the end. So it is with
 * an ABORT in the clear, before there are keys: a sender that means it sends no KEYINFO.
 */
final class ReceiverHandshake {
    /** The host verifies an ANNOUNCE in about a millisecond; if this is not enough it can't do it. */
    static final long VERIFICATION_NS = 10_000_000_000L;

    /**
     * KEYINFO_ACK is repeated no more often than once in a GRTT, but that may be less than we know: after the key exchange no
     * clear message changes it any more. A sender with the least usual GRTT of 10 ms repeats its KEYINFO every 30.
     */
    static final long MAX_ACK_INTERVAL_NS = 25_000_000;

    /** Refused KEYINFOs are told no more often than this. */
    static final long TELL_INTERVAL_NS = 60_000_000_000L;

    private enum State {
        /** The host checks the ANNOUNCE. */
        VERIFYING,
        /** Waiting for a KEYINFO that lists us. */
        VERIFIED,
        /** The host opens one; others that come meanwhile are ignored, they will be repeated. */
        OPENING,
        /** The application keys are in force. */
        AGREED
    }

    private final int uniqueId;
    private final int senderId;
    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final long verificationDeadlineNs;
    private State state = State.VERIFYING;
    private Bytes verifyData;
    private long acknowledgedNs;
    private String clearAbort;
    private int refusals;
    private String refusal;
    private long toldNs;

    /** @param announce with an EXT_ENC_INFO that {@link Admission} accepted */
    ReceiverHandshake(Inbound announce, int uniqueId, AdvertisedGrtt grtt, ReceiverOutbox outbox, long nowNs) {
        this.uniqueId = uniqueId;
        this.grtt = grtt;
        this.outbox = outbox;
        senderId = announce.header().sourceId();
        verificationDeadlineNs = nowNs + VERIFICATION_NS;
        outbox.add(new Action.VerifyAnnounce(announce));
    }

    /**
     * Whether a datagram from the ANNOUNCE's address may be looked at. REG_CONF plays no part in an encrypted session without
     * proxies; the reference never sends one (wire facts 8.1).
     *
     * @param function code, of any value
     */
    boolean believes(int function, Protection protection) {
        if (state == State.AGREED) {
            return protection == Protection.APPLICATION || isClearKeyInfo(function, protection);
        }
        return protection == Protection.CLEAR
                && (function == Function.ANNOUNCE.code()
                        || function == Function.KEYINFO.code()
                        || function == Function.ABORT.code());
    }

    /**
     * A KEYINFO never is encrypted, so once keys are agreed it may be read, but its header must not change anything; nor that of an
     * ABORT before.
     */
    boolean mustLeaveNoTrace(int function, Protection protection) {
        return state == State.AGREED
                ? isClearKeyInfo(function, protection)
                : function == Function.ABORT.code() && protection == Protection.CLEAR;
    }

    private static boolean isClearKeyInfo(int function, Protection protection) {
        return protection == Protection.CLEAR && function == Function.KEYINFO.code();
    }

    /** The host has found the ANNOUNCE to be its sender's. */
    void onAnnounceVerified() {
        state = State.VERIFIED;
    }

    void onKeyInfo(Inbound in, KeyInfo keyInfo, long nowNs) {
        if (!listsUs(keyInfo)) {
            return;
        }
        switch (state) {
            case VERIFIED -> {
                state = State.OPENING;
                outbox.add(new Action.OpenKeyInfo(in));
            }
            case AGREED -> {
                long intervalNs = Math.max(ReceiverSession.MIN_RESEND_NS, Math.min(grtt.ns(), MAX_ACK_INTERVAL_NS));
                if (nowNs - acknowledgedNs >= intervalNs) {
                    acknowledge(nowNs);
                }
            }
            case VERIFYING, OPENING -> {
                // It will be repeated.
            }
        }
    }

    private boolean listsUs(KeyInfo keyInfo) {
        for (KeyInfo.Entry entry : keyInfo.entries()) {
            if (entry.receiverId() == uniqueId) {
                return true;
            }
        }
        return false;
    }

    /** True when that was asked for: from now on everything is sealed. */
    boolean onKeysAgreed(Bytes newVerifyData, long nowNs) {
        if (state != State.OPENING) {
            return false;
        }
        state = State.AGREED;
        verifyData = newVerifyData;
        outbox.protectWith(Protection.APPLICATION);
        acknowledge(nowNs);
        return true;
    }

    private void acknowledge(long nowNs) {
        acknowledgedNs = nowNs;
        outbox.send(new KeyInfoAck(verifyData));
    }

    /** The KEYINFO under way failed a check. */
    void onKeyInfoRefused(String reason, long nowNs) {
        if (state != State.OPENING) {
            return;
        }
        state = State.VERIFIED;
        refusal = reason;
        refusals++;
        if (refusals == 1 || nowNs - toldNs >= TELL_INTERVAL_NS) {
            toldNs = nowNs;
            outbox.add(new SessionEvent.HandshakeRefused(senderId, "KEYINFO ignored: " + reason));
        }
    }

    /** Somebody at the sender's address says, before there are keys, that the session is over. */
    void onClearAbort(String reason) {
        if (state != State.AGREED && clearAbort == null) {
            clearAbort = reason;
            outbox.add(new SessionEvent.HandshakeRefused(senderId, "ABORT in the clear not believed: " + reason));
        }
    }

    /** Whether a signature has shown that the session is its sender's. */
    boolean isVerified() {
        return state != State.VERIFYING;
    }

    /** How a session without keys ends, when there must not be any more waiting for them. */
    SessionOutcome outcomeWithoutKeys() {
        if (state == State.OPENING) {
            return SessionOutcome.FAILED;
        }
        if (refusals > 0) {
            return SessionOutcome.HANDSHAKE_FAILED;
        }
        return clearAbort == null ? SessionOutcome.PEER_LOST : SessionOutcome.ABORTED_BY_PEER;
    }

    /** What of the key exchange was missing then. */
    String whatIsMissing() {
        if (state == State.OPENING) {
            return "a KEYINFO was not checked in time";
        }
        if (refusals > 0) {
            return refusals + " KEYINFO refused, the last because: " + refusal;
        }
        return clearAbort == null ? "the sender sent no KEYINFO for this receiver" : clearAbort;
    }

    /** When the host must have verified the ANNOUNCE. */
    long verificationDeadlineNs() {
        return verificationDeadlineNs;
    }
}
