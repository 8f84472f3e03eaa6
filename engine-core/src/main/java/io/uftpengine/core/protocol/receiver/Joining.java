package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.event.SessionEvent.SessionEnded;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import java.net.InetAddress;

/**
 * A receiver's way into a session, from the ANNOUNCE until the sender shows that it knows us (wire facts 5.3, 6.5, 8.4): the ANNOUNCE of
 * an encrypted session is verified before the sender hears of us; then we register, and there wait for keys and for the first message
 * under them. When something shows it, and what follows, is the session's business.
 */
final class Joining {
    /**
     * How long an encrypted session waits, once it has its keys, for the first message under them. The sender may be announcing
     * for others yet, which takes it up to 3 * robust GRTT, and until then it says nothing that can be believed: ANNOUNCEs don't
     * keep us waiting any longer, unlike the reference. Nor do they tell us that a slow receiver has made the GRTT longer.
     */
    static final int FIRST_WORD_GRTTS_PER_ROBUST = 4;

    static final long MIN_FIRST_WORD_NS = 120_000_000_000L;
    static final long MAX_FIRST_WORD_NS = 3_600_000_000_000L;

    private enum State {
        /** The host checks the signature of the ANNOUNCE; the sender has not heard of us. */
        VERIFYING,
        REGISTERED,
        /** Keys are agreed; nothing has come under them. */
        KEYED
    }

    private final Announce offer;
    private final int uniqueId;
    private final SenderTimestamp announced;
    private final AdvertisedGrtt grtt;
    private final long announcedGrttNs;
    private final ReceiverOutbox outbox;
    /** Null in a clear session. */
    private final ReceiverHandshake handshake;

    private State state = State.VERIFYING;
    private InetAddress joinedGroup;
    /** Null in VERIFYING. */
    private Registration registration;
    /** In KEYED. */
    private long firstWordDeadlineNs;
    /** Not null when there is no way in: then nothing more is asked of this. */
    private SessionEnded failure;

    /** @param handshake has just begun; null in a clear session, which registers at once */
    Joining(
            Announce offer,
            ReceiverHandshake handshake,
            int uniqueId,
            AdvertisedGrtt grtt,
            ReceiverOutbox outbox,
            long nowNs) {
        this.offer = offer;
        this.handshake = handshake;
        this.uniqueId = uniqueId;
        this.grtt = grtt;
        this.outbox = outbox;
        announced = new SenderTimestamp(offer.timestampMicros(), nowNs);
        announcedGrttNs = grtt.ns();
        if (handshake == null) {
            register(Registration.NO_KEYS, nowNs);
        }
    }

    /** Registers, with what the check of the ANNOUNCE has brought if there was one. */
    private void register(TaskResult.AnnounceVerified keys, long nowNs) {
        joinedGroup = groupToJoin(offer);
        if (joinedGroup != null) {
            // Before REGISTER: the answer may come to the private group.
            outbox.add(new Action.JoinGroup(joinedGroup));
        }
        state = State.REGISTERED;
        registration =
                new Registration(keys, !offer.receivers().isEmpty(), announced, offer.robust(), grtt, outbox, nowNs);
    }

    private static InetAddress groupToJoin(Announce announce) {
        InetAddress group = announce.privateAddress();
        return group.isMulticastAddress() && !group.equals(announce.publicAddress()) ? group : null;
    }

    /** Whether a word of the sender in the clear can confirm it. In an encrypted session the keys do, before any message can. */
    boolean isRegistered() {
        return state == State.REGISTERED;
    }

    /** Whether everything from now on comes under agreed keys, so that the first packet confirms it. */
    boolean isKeyed() {
        return state == State.KEYED;
    }

    /** Another ANNOUNCE of the session. */
    void onAnnounce(Announce announce, long nowNs) {
        boolean concernsUs =
                announce.receivers().isEmpty() || announce.receivers().contains(uniqueId);
        if (state == State.REGISTERED && concernsUs) {
            registration.onAnnounce(nowNs);
        }
    }

    /** One that comes when nobody waits for it, or comes again, changes nothing. */
    void onTaskResult(TaskResult result, long nowNs) {
        if (result instanceof TaskResult.AnnounceVerified verified) {
            if (state == State.VERIFYING) {
                handshake.onAnnounceVerified();
                register(verified, nowNs);
            }
        } else if (result instanceof TaskResult.KeysAgreed agreed) {
            if (state == State.REGISTERED && handshake != null && handshake.onKeysAgreed(agreed.verifyData(), nowNs)) {
                awaitFirstWord(nowNs);
            }
        } else if (result instanceof TaskResult.HandshakeFailed failed) {
            if (state == State.VERIFYING) {
                fail(SessionOutcome.HANDSHAKE_FAILED, failed.reason());
            } else if (state == State.REGISTERED && handshake != null) {
                handshake.onKeyInfoRefused(failed.reason(), nowNs);
            }
        }
    }

    private void awaitFirstWord(long nowNs) {
        state = State.KEYED;
        long longestGrttNs = Math.max(announcedGrttNs, grtt.ns());
        long waitNs = FIRST_WORD_GRTTS_PER_ROBUST * offer.robust() * longestGrttNs;
        firstWordDeadlineNs = nowNs + Math.min(MAX_FIRST_WORD_NS, Math.max(MIN_FIRST_WORD_NS, waitNs));
    }

    void onTimeout(long nowNs) {
        switch (state) {
            case VERIFYING -> {
                if (nowNs - handshake.verificationDeadlineNs() >= 0) {
                    fail(SessionOutcome.FAILED, "the signature of the ANNOUNCE was not checked in time");
                }
            }
            case REGISTERED -> {
                if (registration.onTimeout(nowNs)) {
                    failUnconfirmed();
                }
            }
            case KEYED -> {
                if (nowNs - firstWordDeadlineNs >= 0) {
                    fail(SessionOutcome.PEER_LOST, "nothing more was heard of the sender");
                }
            }
        }
    }

    private void failUnconfirmed() {
        if (handshake == null) {
            fail(SessionOutcome.PEER_LOST, "the sender did not confirm the registration");
        } else {
            fail(handshake.outcomeWithoutKeys(), handshake.whatIsMissing());
        }
    }

    private void fail(SessionOutcome outcome, String reason) {
        failure = new SessionEnded(outcome, reason);
    }

    /** How the session has to end because there is no way into it, or null. */
    SessionEnded failure() {
        return failure;
    }

    long deadlineNs() {
        return switch (state) {
            case VERIFYING -> handshake.verificationDeadlineNs();
            case REGISTERED -> registration.deadlineNs();
            case KEYED -> firstWordDeadlineNs;
        };
    }

    /** The session is over: leaves the private group, if that was joined. */
    void leaveGroup() {
        if (joinedGroup != null) {
            outbox.add(new Action.LeaveGroup(joinedGroup));
        }
    }
}
