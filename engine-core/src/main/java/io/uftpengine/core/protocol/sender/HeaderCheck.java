package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.Function;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Protection;
import java.net.InetSocketAddress;

/**
 * Which datagrams a sender looks at (wire facts 5.4). In the clear a receiver is its ID and the address that it registered
 * from. In an encrypted session keys tell who somebody is, from whatever address: everything must come under the application
 * key of its author, CLIENT_KEY under its handshake key. In the clear there is only REGISTER, and before an ID is confirmed
 * the ABORT of someone who will not, or can not, agree on keys; not from elsewhere than its REGISTER.
 */
final class HeaderCheck {
    private final boolean isEncrypted;
    private final Participants participants;
    private final Handshakes handshakes;

    /** @param handshakes null in a clear session */
    HeaderCheck(Participants participants, Handshakes handshakes) {
        isEncrypted = handshakes != null;
        this.participants = participants;
        this.handshakes = handshakes;
    }

    /** Null when the datagram may be processed. */
    DropReason check(
            int function, Protection protection, int sourceId, InetSocketAddress remote, boolean isAnnouncing) {
        Participant from = participants.get(sourceId);
        if (from == null && isEncrypted) {
            from = handshakes.candidate(sourceId);
        }
        boolean registers = function == Function.REGISTER.code() && protection == Protection.CLEAR;
        if (from == null) {
            // Its ID may be ours: on one host both come from the same address (wire facts 5.1). We never send REGISTER.
            return registers && sourceId != 0 ? null : DropReason.UNKNOWN_PEER;
        }
        boolean refuses = isAnnouncing && function == Function.ABORT.code();
        if (from.state().isFailed()) {
            return registers && isAnnouncing && from.refusal != null ? null : DropReason.SESSION_OVER;
        }
        return isEncrypted
                ? checkSealed(from, function, protection, remote, isAnnouncing)
                : checkClear(from, remote, registers || refuses);
    }

    private static DropReason checkClear(Participant from, InetSocketAddress remote, boolean isFirst) {
        if (from.address() != null) {
            return from.address().equals(remote) ? null : DropReason.WRONG_SOURCE;
        }
        // A listed receiver that has not registered: it does so now, or refuses.
        return isFirst ? null : DropReason.UNKNOWN_PEER;
    }

    private static DropReason checkSealed(
            Participant from, int function, Protection protection, InetSocketAddress remote, boolean isAnnouncing) {
        return switch (protection) {
            case APPLICATION -> function == Function.CLIENT_KEY.code() ? DropReason.UNAUTHENTICATED : null;
            case HANDSHAKE -> function == Function.CLIENT_KEY.code() ? null : DropReason.UNAUTHENTICATED;
            case CLEAR -> {
                if (function == Function.REGISTER.code()) {
                    yield null;
                }
                Exchange exchange = from.exchange;
                boolean isConfirmed = exchange != null && exchange.step == Exchange.Step.CONFIRMED;
                if (function != Function.ABORT.code() || !isAnnouncing || isConfirmed) {
                    yield DropReason.UNAUTHENTICATED;
                }
                yield exchange == null || exchange.remote.equals(remote) ? null : DropReason.WRONG_SOURCE;
            }
        };
    }
}
