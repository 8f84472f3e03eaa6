package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold for the sender of an encrypted session: nobody counts who has not proved that it has the keys. */
final class ProofChecks {
    private final boolean clientAuth;
    /** The last exchange of each receiver. */
    private final Map<Integer, Integer> exchanges = new HashMap<>();

    private final Set<Integer> verified = new HashSet<>();
    private final Set<Integer> confirmed = new HashSet<>();

    ProofChecks(boolean clientAuth) {
        this.clientAuth = clientAuth;
    }

    void asked(Action.KeyAction action) {
        if (action instanceof Action.AgreeKeys agree) {
            exchanges.put(agree.receiverId(), agree.exchange());
            // A new exchange: what was proved was proved of other keys.
            verified.remove(agree.receiverId());
            confirmed.remove(agree.receiverId());
        } else if (action instanceof Action.SendKeyInfo keyInfo && clientAuth) {
            keyInfo.receivers().stream().filter(id -> !verified.contains(id)).forEach(id -> {
                throw new SimulationFailure(
                        String.format("sender gives the group master to %08X, which has not shown who it is", id));
            });
        }
    }

    void answered(TaskResult answer) {
        if (answer instanceof TaskResult.ReceiverVerified proof
                && exchanges.getOrDefault(proof.receiverId(), 0) == proof.exchange()) {
            verified.add(proof.receiverId());
        } else if (answer instanceof TaskResult.ReceiverConfirmed proof) {
            confirmed.add(proof.receiverId());
        }
    }

    /** A message that the machine will look at. */
    void accepted(Inbound in) {
        boolean proved = confirmed.contains(in.header().sourceId());
        if (proved && in.protection() == Protection.CLEAR && in.header().function() != Function.REGISTER) {
            throw new SimulationFailure(
                    "sender accepts in the clear what a confirmed receiver is said to have sent: " + in.message());
        }
        boolean handshake = in.protection() == Protection.HANDSHAKE;
        if (handshake != (in.header().function() == Function.CLIENT_KEY)) {
            throw new SimulationFailure("sender accepts with protection " + in.protection() + ": " + in.message());
        }
    }

    void told(SessionEvent event) {
        if (event instanceof SessionEvent.ReceiverChanged changed
                && (changed.state() == ReceiverState.ACTIVE || changed.state() == ReceiverState.DONE)) {
            require(changed.receiverId(), event);
        } else if (event instanceof SessionEvent.FileResult result
                && result.outcome().isSuccess()) {
            require(result.receiverId(), event);
        }
    }

    private void require(int receiverId, SessionEvent event) {
        if (!confirmed.contains(receiverId) || clientAuth && !verified.contains(receiverId)) {
            throw new SimulationFailure("sender counts a receiver that has proved nothing: " + event);
        }
    }
}
