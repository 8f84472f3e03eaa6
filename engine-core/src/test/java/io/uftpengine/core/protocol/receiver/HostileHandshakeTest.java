package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Everything that can come during and after a key exchange, under every protection, with a host that answers late, twice or
 * wrongly.
 */
class HostileHandshakeTest {
    private static final int SESSIONS = 2000;
    private static final int STEPS = 150;

    /** What must be true of a session, judged by its own actions and by what the host has told it. */
    private static final class Watch {
        private final ReceiverHarness receiver;
        private boolean verified;
        private boolean keyed;
        private boolean verifying;
        private boolean opening;
        private int keysTold;

        private Watch(ReceiverHarness receiver) {
            this.receiver = receiver;
        }

        void look() {
            for (Action action : receiver.actions) {
                if (action instanceof Action.VerifyAnnounce) {
                    assertFalse(verifying || verified, "verified twice");
                    verifying = true;
                } else if (action instanceof Action.OpenKeyInfo) {
                    assertTrue(verified && !opening && !keyed, "a KEYINFO opened out of turn");
                    opening = true;
                } else if (action instanceof Action.JoinGroup) {
                    assertTrue(verified, "joined for an ANNOUNCE that may be anybody's");
                } else if (action instanceof Action.Send send) {
                    look(send);
                }
            }
            assertTrue(receiver.hasDeadline() || receiver.session.isTerminated(), "waits for ever");
            assertEquals(verified, receiver.session.isSenderVerified());
            receiver.actions.clear();
        }

        private void look(Action.Send send) {
            Message message = send.message();
            if (message instanceof Register) {
                assertTrue(verified && !keyed);
                assertEquals(Protection.CLEAR, send.protection());
            } else if (message instanceof ClientKey) {
                assertTrue(verified && !keyed);
                assertEquals(Protection.HANDSHAKE, send.protection());
            } else {
                assertEquals(keyed ? Protection.APPLICATION : Protection.CLEAR, send.protection(), message.toString());
                assertTrue(keyed || message instanceof Abort, "before there are keys: " + message);
            }
        }

        /** The host answers something, whether it was asked or not. */
        void answer(Random random) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    boolean wanted = verifying && !verified && receiver.ended() == null;
                    verified |= wanted;
                    receiver.verified(random.nextBoolean() ? CLIENT_KEY : null);
                    verifying = false;
                }
                case 1, 2 -> {
                    boolean wanted = opening && receiver.ended() == null;
                    keyed |= wanted;
                    keysTold += wanted ? 1 : 0;
                    opening = false;
                    receiver.result(new TaskResult.KeysAgreed(VERIFY_DATA));
                }
                default -> {
                    opening = false;
                    verifying = false;
                    receiver.result(new TaskResult.HandshakeFailed("wrong"));
                }
            }
        }
    }

    @Test
    void shouldKeepItsRulesWhateverComes() {
        long seed = Long.getLong("uftp.seed", System.nanoTime());
        System.out.println("HostileHandshakeTest seed " + seed + " (replay with -Duftp.seed=" + seed + ")");
        Random random = new Random(seed);
        int keyed = 0;
        int dropped = 0;
        for (int session = 0; session < SESSIONS; session++) {
            ReceiverHarness receiver = new ReceiverHarness(
                    encryptedAnnounce(random.nextBoolean() ? WE : IdList.EMPTY), random.nextInt(256));
            Watch watch = new Watch(receiver);
            watch.look();
            for (int step = 0; step < STEPS && receiver.ended() == null; step++) {
                switch (random.nextInt(5)) {
                    case 0 -> watch.answer(random);
                    case 1 -> receiver.pass(random.nextInt(200) * MS);
                    default -> dropped += datagram(receiver, random) ? 1 : 0;
                }
                if (random.nextInt(400) == 0) {
                    receiver.abortRequested("enough");
                }
                watch.look();
            }
            keyed += watch.keysTold;
            assertTrue(watch.keysTold <= 1, "keys agreed twice");
        }
        System.out.println(keyed + " of " + SESSIONS + " sessions got keys, " + dropped + " datagrams dropped");
        assertTrue(keyed > SESSIONS / 20 && dropped > SESSIONS, "the test does not get anywhere");
    }

    /** True when it was dropped, and then it must have left no trace. */
    private static boolean datagram(ReceiverHarness receiver, Random random) {
        List<Message> messages = List.of(
                keyInfo(US),
                keyInfo(US, OTHER),
                keyInfo(OTHER),
                encryptedAnnounce(IdList.EMPTY),
                announce(WE),
                new RegConf(WE),
                fileInfo(1 + random.nextInt(3), random.nextInt(300), random.nextBoolean() ? WE : THEY),
                done(random.nextInt(3), 0, WE),
                new DoneConf(WE),
                new CongCtrl(1, 2, 3, List.of()),
                random.nextInt(10) == 0 ? new Abort(0, random.nextInt(2) * US, "stop") : keyInfo(US));
        Message message = messages.get(random.nextInt(messages.size()));
        receiver.grttCode = random.nextInt(10) == 0 ? random.nextInt(256) : receiver.grttCode;
        receiver.sequence += random.nextInt(10) == 0 ? random.nextInt(1000) : 0;
        long deadline = receiver.session.nextDeadlineNs();
        long grtt = receiver.session.progress().grttNs();
        long gaps = receiver.session.progress().sequenceGaps();
        Phase phase = receiver.session.phase();
        int actions = receiver.actions.size();
        Protection protection = Protection.values()[random.nextInt(3)];
        DropReason reason = receiver.deliver(message, protection);
        boolean isKeyed = phase != Phase.ANNOUNCE;
        boolean leavesNoTrace =
                reason != null || isKeyed && message.function() == Function.KEYINFO && protection == Protection.CLEAR;
        if (leavesNoTrace) {
            assertEquals(deadline, receiver.session.nextDeadlineNs());
            assertEquals(grtt, receiver.session.progress().grttNs());
            assertEquals(gaps, receiver.session.progress().sequenceGaps());
            assertEquals(phase, receiver.session.phase());
        }
        if (reason != null) {
            assertEquals(actions, receiver.actions.size());
        } else {
            boolean isBelieved = isKeyed
                    ? protection == Protection.APPLICATION || message.function() == Function.KEYINFO
                    : protection == Protection.CLEAR;
            assertTrue(isBelieved, message.function() + " under " + protection + " in " + phase);
        }
        if (isKeyed && receiver.sent(KeyInfoAck.class).size() > 1) {
            throw new AssertionError("more than one answer to one datagram");
        }
        return reason != null;
    }
}
