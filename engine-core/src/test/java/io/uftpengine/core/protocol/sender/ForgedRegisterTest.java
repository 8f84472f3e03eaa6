package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static io.uftpengine.core.protocol.sender.SenderHarness.addressOf;
import static io.uftpengine.core.protocol.sender.SenderHarness.randomOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.ReceiverChanged;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** REGISTERs that somebody else made up: nobody is kept out for long, nothing grows. */
class ForgedRegisterTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;
    private static final int C = 0x0103;
    private static final InetSocketAddress FORGER = addressOf(0x6666);

    private static void forge(SenderHarness host, int id, int forgery) {
        host.receive(id, host.keyed(randomOf(id, forgery), 300 * SECOND), FORGER);
    }

    /** Honest receivers: REGISTER and CLIENT_KEY every 5 GRTT until KEYINFO lists them, which they answer. */
    private static final class Receivers {
        private final SenderHarness host;
        private final int[] ids;
        private final Map<Integer, Long> registerNs = new HashMap<>();
        private final Set<Integer> listed = new HashSet<>();
        private int seen;

        Receivers(SenderHarness host, int... ids) {
            this.host = host;
            this.ids = ids;
        }

        void act() {
            for (int id : ids) {
                long restNs = 5 * host.session.view().grttNs();
                if (!listed.contains(id) && host.now >= registerNs.getOrDefault(id, 0L) + restNs) {
                    registerNs.put(id, host.now);
                    host.registerKeyed(id);
                    host.clientKey(id);
                }
            }
            for (; seen < host.keyInfos().size(); seen++) {
                for (int id : ids) {
                    if (host.keyInfos().get(seen).contains(id)) {
                        listed.add(id);
                        host.keyInfoAck(id);
                    }
                }
            }
        }
    }

    @Test
    void shouldLetARepeatedRegisterTakeTheForgedOnesPlace() {
        SenderHarness host =
                Setup.closed(A, B).encrypted(true, MS).file("f", 10).start();
        forge(host, A, 1);
        host.run(10 * MS);
        assertEquals(ReceiverState.REGISTERED, host.participant(A).state());
        host.registerKeyed(A);
        host.run(800 * MS);
        assertEquals(1, host.keys.agreed, "new and not repeated");
        host.registerKeyed(A);
        host.registerKeyed(A);
        host.clientKey(A);
        host.run(10 * MS);
        assertEquals(2, host.keys.agreed);
        assertEquals(1, host.keyInfos().size());
        host.keyInfoAck(A);
        host.run(10 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertEquals(addressOf(A), host.participant(A).address());
        assertEquals(2 * MS, host.participant(A).rttNs(), "the forged one's echo counts for nothing");
    }

    @Test
    void shouldGiveEveryExchangeAChance() {
        SenderHarness host =
                Setup.closed(A, B).encrypted(true, MS).file("f", 10).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        for (int i = 0; i < 70; i++) {
            forge(host, A, 1);
            host.run(10 * MS);
        }
        assertEquals(1, host.keys.agreed);
        host.clientKey(A);
        host.run(10 * MS);
        for (int i = 0; i < 200; i++) {
            forge(host, A, 1);
            host.run(10 * MS);
        }
        assertEquals(1, host.keys.agreed, "a proven one stays");
        assertEquals(addressOf(A), host.participant(A).address());
    }

    @Test
    void shouldGiveUpAnExchangeWhoseClientKeyWasWrong() {
        SenderHarness host =
                Setup.closed(A, B).encrypted(true, MS).file("f", 10).start();
        forge(host, A, 1);
        host.sealed(A, randomOf(A, 1), KeyHost.BAD_CLIENT_KEY, Protection.HANDSHAKE);
        host.run(2 * MS);
        host.registerKeyed(A);
        host.run(20 * MS);
        host.registerKeyed(A);
        host.clientKey(A);
        host.run(10 * MS);
        assertEquals(1, host.keyInfos().size());
    }

    @Test
    void shouldGoOnAnnouncingToWhomSomebodyElseRegistered() {
        SenderHarness host =
                Setup.closed(A, B).encrypted(true, MS).file("f", 10).start();
        forge(host, A, 1);
        host.run(1500 * MS);
        assertTrue(host.last(Announce.class).receivers().contains(A));
        assertEquals(2, host.announces().size());
        host.registerKeyed(B);
        host.clientKey(B);
        host.run(1500 * MS);
        assertEquals(3, host.announces().size());
        assertEquals(1, host.last(Announce.class).receivers().size(), "B has proved itself");
    }

    @Test
    void shouldBoundTheKeyWorkAsked() {
        int[] ids = IntStream.rangeClosed(1, 2000).toArray();
        SenderHarness host =
                Setup.closed(ids).encrypted(false, 10 * MS).file("f", 10).start();
        for (int id : ids) {
            host.registerKeyed(id);
        }
        assertEquals(KeyAgreements.MAX_AGREEING, host.keys.mostWorks);
        host.run(21 * SECOND);
        assertEquals(2000, host.keys.agreed, "the rest had their turn without another REGISTER");
        assertEquals(KeyAgreements.MAX_AGREEING, host.keys.mostWorks);
    }

    @Test
    void shouldBoundTheStrangersOfAnOpenGroup() {
        SenderHarness host =
                Setup.closed().encrypted(false, MS / 10).file("f", 10).start();
        for (int id = 1; id <= 3000; id++) {
            host.registerKeyed(id);
        }
        host.run(700 * MS);
        assertEquals(Candidates.MAX_CANDIDATES, host.keys.agreed, "nobody gives way before its time");
        host.registerKeyed(5000);
        host.run(60 * MS);
        host.run(20 * MS);
        assertEquals(Candidates.MAX_CANDIDATES, host.keys.agreed);
        host.run(100 * MS);
        host.registerKeyed(5001);
        host.run(10 * MS);
        assertEquals(Candidates.MAX_CANDIDATES + 1, host.keys.agreed);
        assertEquals(Candidates.MAX_CANDIDATES, host.keys.keys());
        host.keyInfoAck(1);
        host.keyInfoAck(2);
        host.run(10 * MS);
        assertEquals(1, host.session.view().participants().size(), "1 has given way, 2 has confirmed");
        assertEquals(ReceiverState.ACTIVE, host.participant(2).state());
        assertEquals(1, host.events(ReceiverChanged.class).size());
        int keyInfos = host.keyInfos().size();
        host.run(1500 * MS);
        int repeated = host.keyInfos().stream()
                .skip(keyInfos)
                .mapToInt(list -> list.size())
                .sum();
        int attempts = host.announces().size() - 1;
        assertTrue(repeated <= (attempts + 1) * KeyInfoRounds.MAX_UNPROVEN_REPEATS, repeated + " in " + attempts);
        host.run(60 * SECOND);
        assertEquals(
                1 + Candidates.MAX_CANDIDATES - 1,
                host.session.view().participants().size());
    }

    @Test
    void shouldNotQuitForAForgery() {
        Setup setup = Setup.closed().encrypted(false, MS).file("f", 10);
        setup.quitOnError = true;
        SenderHarness host = setup.start();
        forge(host, B, 1);
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        while (host.fileInfos().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertEquals(null, host.session.view().outcome());
    }

    /** 100,000 in a minute. */
    private static void flood(SenderHarness host, Random random, int[] names, Receivers receivers) {
        for (int i = 0; i < 100_000; i++) {
            int id = names == null ? random.nextInt() | 0x1_0000 : names[random.nextInt(names.length)];
            byte[] made = new byte[32];
            random.nextBytes(made);
            host.receive(id, host.keyed(Bytes.of(made), random.nextInt(1000) * MS), addressOf(random.nextInt(60_000)));
            // The first are for somebody who is not there yet.
            if (i > 5000) {
                receivers.act();
            }
            host.run(60 * SECOND / 100_000);
        }
    }

    private static void checkFlood(Setup setup, boolean namesListed) {
        long seed = 20261120;
        System.out.println("ForgedRegisterTest seed " + seed);
        setup.file("f", 10);
        setup.robust = 20;
        SenderHarness host = setup.encrypted(true, MS / 2).start();
        flood(host, new Random(seed), namesListed ? new int[] {A, B, C} : null, new Receivers(host, A, B, C));
        for (int id : new int[] {A, B, C}) {
            assertTrue(
                    host.events(ReceiverChanged.class).contains(new ReceiverChanged(id, ReceiverState.ACTIVE, "")),
                    "0x" + Integer.toHexString(id));
            assertEquals(addressOf(id), host.participant(id).address());
        }
        assertEquals(host.fileInfos().get(0).receivers().size(), 3);
        assertTrue(host.keys.mostKeys <= Candidates.MAX_CANDIDATES + 3, host.keys.mostKeys + " keys");
        assertTrue(host.keys.mostWorks <= KeyAgreements.MAX_AGREEING + 3, host.keys.mostWorks + " works");
        assertTrue(host.events.size() < 3000, host.events.size() + " events");
        assertTrue(
                host.aborts().size() <= 61 * Registrar.MAX_REFUSALS,
                host.aborts().size() + " aborts");
        assertTrue(host.session.view().grttNs() <= 500 * MS);
        assertTrue(host.requests.stream().noneMatch(Action.AgreeKeys.class::isInstance));
    }

    @Test
    void shouldConfirmAClosedGroupInAFloodOfStrangers() {
        checkFlood(Setup.closed(A, B, C), false);
    }

    @Test
    void shouldConfirmAClosedGroupInAFloodInItsName() {
        checkFlood(Setup.closed(A, B, C), true);
    }

    @Test
    void shouldConfirmAnOpenGroupInAFloodOfStrangers() {
        checkFlood(Setup.closed(), false);
    }

    @Test
    void shouldConfirmAnOpenGroupInAFloodInItsName() {
        checkFlood(Setup.closed(), true);
    }

    @Test
    void shouldEndAsUnansweredWhenThereAreOnlyForgeries() {
        SenderHarness host = Setup.closed().encrypted(true, MS).file("f", 10).start();
        forge(host, A, 1);
        host.run(60 * SECOND);
        assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, host.session.view().outcome());
        assertEquals(
                "nobody got through the handshake: receiver 0x00000101: no CLIENT_KEY",
                host.session.view().endReason());
    }
}
