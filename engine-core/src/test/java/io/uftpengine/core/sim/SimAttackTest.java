package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody without keys on the network of an encrypted session: the honest transfer goes on as if nobody were there. */
class SimAttackTest {
    private static final long MILLISECOND = Simulation.MILLISECOND;
    private static final long SECOND = Simulation.SECOND;
    /** 100,000 in a minute. */
    private static final long FLOOD_INTERVAL_NS = 600_000;

    private static final int FIRST_FLOOD_ID = 0x40000000;
    private static final int RECEIVERS = 5;
    private static final int FILES = 2;
    private static final int ENCRYPTED = Function.ENCRYPTED.code();
    private static final SenderTrust ENCRYPTED_ONLY =
            (senderId, offer) -> offer == null ? "the session is not encrypted" : null;

    private static Simulation scenario(long usualSeed) {
        return Simulation.with(Simulation.seed(usualSeed))
                .encrypted(SimEncryption.DEFAULT.withClientAuth())
                .receivers(RECEIVERS)
                .files(FILES, 300_000)
                .loss(0.02);
    }

    /** Counts what an attack does. */
    private static final class Count {
        private int toSender;
        private int toReceivers;
    }

    private static UftpHeader header(Message message, int sourceId, int sequence) {
        return new UftpHeader(ProtocolVersion.V5, message.function(), sequence, sourceId, Simulation.GROUP_ID, 0, 0, 0);
    }

    private static IdList everybody() {
        int[] ids = new int[RECEIVERS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Simulation.FIRST_RECEIVER_ID + i;
        }
        return IdList.of(ids);
    }

    @Test
    void shouldDropReplayedSealedMessages() {
        Set<Function> down = Set.of(Function.FILEINFO, Function.DONE, Function.DONE_CONF);
        Set<Function> up = Set.of(Function.STATUS, Function.COMPLETE, Function.FILEINFO_ACK, Function.KEYINFO_ACK);
        Count count = new Count();
        SimReport quiet = losingBlocks(1).run();
        SimReport report = losingBlocks(1)
                .attack(attacker -> attacker.listen((fromSender, function, from, datagram, nowNs) -> {
                    if (!(fromSender ? down : up).contains(function)) {
                        return;
                    }
                    assertEquals(ENCRYPTED, datagram[1], function + " is sealed");
                    for (long delay : new long[] {MILLISECOND, 2 * MILLISECOND, 4 * MILLISECOND}) {
                        attacker.later(nowNs + delay, () -> {
                            if (fromSender) {
                                count.toReceivers += attacker.receivers();
                                attacker.toGroup(datagram, from);
                            } else {
                                count.toSender++;
                                attacker.toSender(datagram, from);
                            }
                        });
                    }
                }))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertSame(quiet, report);
        assertTrue(count.toSender > 50 && count.toReceivers > 50, "an attack at all");
        // The last ones come when all is over.
        assertTrue(report.openedBySender(Opening.REPLAYED) > count.toSender * 9 / 10, report.toString());
        assertTrue(report.openedByReceivers(Opening.REPLAYED) > count.toReceivers * 2 / 3, report.toString());
        assertEquals(0, report.openedBySender(Opening.NOT_AUTHENTIC));
    }

    /** Nobody has noticed the attacker: not a message more or less, nor at another time. */
    private static void assertSame(SimReport quiet, SimReport attacked) {
        for (Function function : Function.values()) {
            assertEquals(quiet.sent(function), attacked.sent(function), function + " sent, " + attacked);
        }
        assertEquals(quiet.traceHash(), attacked.traceHash(), attacked.toString());
    }

    /** Only blocks are lost: a replayed message would be the only copy for a receiver that lost the first. */
    private static Simulation losingBlocks(long seed) {
        return scenario(seed).loss(0).dropping(Function.FILESEG, 0, 0.02);
    }

    @Test
    void shouldNotListenToClearMessagesOnceThereAreKeys() {
        Count count = new Count();
        SimReport quiet = losingBlocks(2).run();
        SimReport report = losingBlocks(2)
                .attack(attacker -> afterKeys(attacker, () -> {
                    for (Message message : fromSender()) {
                        byte[] forged = attacker.bytesOf(header(message, Simulation.SENDER_ID, 30_000), message);
                        attacker.toGroup(forged, attacker.senderAddress());
                        count.toReceivers += RECEIVERS;
                    }
                    for (Message message : fromReceivers()) {
                        for (int i = 0; i < RECEIVERS; i++) {
                            int id = Simulation.FIRST_RECEIVER_ID + i;
                            attacker.toSender(
                                    attacker.bytesOf(header(message, id, 30_000), message),
                                    attacker.receiverAddress(i));
                            count.toSender++;
                        }
                    }
                }))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertSame(quiet, report);
        assertTrue(count.toSender > 500 && count.toReceivers > 500, "an attack at all");
        assertTrue(report.droppedBySender(DropReason.UNAUTHENTICATED) > 500, report.toString());
        assertTrue(report.dropped(DropReason.UNAUTHENTICATED) > 500, report.toString());
    }

    /** From when the first file is offered, for as long as the transfer goes on. */
    private static void afterKeys(SimAttacker attacker, Runnable what) {
        boolean[] begun = {false};
        attacker.listen((fromSender, function, from, datagram, nowNs) -> {
            if (function == Function.FILEINFO && !begun[0]) {
                begun[0] = true;
                for (int i = 1; i < 30; i++) {
                    attacker.later(nowNs + i * 3 * MILLISECOND, what);
                }
            }
        });
    }

    private static List<Message> fromSender() {
        return List.of(
                new Abort(0, 0, "forged"),
                new Done(0, 0, everybody()),
                new Done(1, 0, everybody()),
                new DoneConf(everybody()),
                new RegConf(everybody()),
                new FileInfo(1, FileType.REGULAR, 1, 1, WireName.of("forged"), WireName.of(""), 1, everybody()));
    }

    private static List<Message> fromReceivers() {
        NakBitmap naks = NakBitmap.forBlocks(231);
        naks.set(7);
        return List.of(
                new Abort(0, 0, "forged"),
                new Complete(1, CompletionStatus.NORMAL, List.of(), IdList.EMPTY),
                new Complete(0, CompletionStatus.NORMAL, List.of(), IdList.EMPTY),
                new FileInfoAck(1, false, 0, IdList.EMPTY),
                new KeyInfoAck(Bytes.zeros(32)),
                new Status(1, 0, List.of(), naks));
    }

    private static byte[] stripped(SimAttacker attacker) {
        Announce announce = new Announce(
                false,
                false,
                20,
                Announce.CC_NONE,
                1300,
                1_700_000_005_000_000L,
                SimNetwork.address(230, 4, 4, 1),
                SimNetwork.address(230, 5, 5, 7),
                List.of(),
                everybody());
        return attacker.bytesOf(header(announce, Simulation.SENDER_ID, 0), announce);
    }

    private static Simulation announcedInTheClear(long seed) {
        return scenario(seed)
                .dropping(Function.ANNOUNCE, 1, 0)
                .attack(attacker -> attacker.later(
                        MILLISECOND, () -> attacker.toGroup(stripped(attacker), attacker.senderAddress())));
    }

    @Test
    void shouldRefuseAnAnnounceWithItsEncryptionStripped() {
        SimReport report = announcedInTheClear(3).trust(ENCRYPTED_ONLY).run();
        System.out.println(report);
        assertEquals(RECEIVERS, report.announcesRefused());
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
    }

    /** The same without trust, to see that it is an attack. */
    @Test
    void shouldBeTakenInByAStrippedAnnounceWithoutTrust() {
        SimReport report = announcedInTheClear(3).run();
        assertEquals(0, report.announcesRefused());
        assertNotEquals(RECEIVERS, report.receiversIn(ReceiverState.DONE));
    }

    /** The signature of the ANNOUNCE that was lost, under one with another address to send the answers to. */
    @Test
    void shouldNotBeKeptOutByATamperedAnnounce() {
        SimReport report = scenario(4)
                .dropping(Function.ANNOUNCE, 1, 0)
                .attack(attacker -> attacker.listen((fromSender, function, from, datagram, nowNs) -> {
                    if (function == Function.ANNOUNCE && nowNs < SECOND / 2) {
                        byte[] tampered = datagram.clone();
                        // The low byte of the time stamp (wire facts 3).
                        tampered[UftpHeader.LENGTH + 15] ^= 1;
                        attacker.later(nowNs, () -> attacker.toGroup(tampered, from));
                    }
                }))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertEquals(2 * RECEIVERS, report.receiverKeyWork(Action.VerifyAnnounce.class));
    }

    /** A KEYINFO whose signature or entry was tampered with ends the handshake of whom it reaches first; here it is honest copies. */
    @Test
    void shouldNotAnswerForgedKeyInfosOnceThereAreKeys() {
        SimReport report = scenario(5)
                .attack(attacker -> afterKeys(attacker, () -> {
                    KeyInfo forged = new KeyInfo(
                            77,
                            Bytes.zeros(68),
                            List.of(new KeyInfo.Entry(Simulation.FIRST_RECEIVER_ID, Bytes.zeros(48))));
                    attacker.toGroup(
                            attacker.bytesOf(header(forged, Simulation.SENDER_ID, 30_000), forged),
                            attacker.senderAddress());
                }))
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertEquals(RECEIVERS, report.receiverKeyWork(Action.OpenKeyInfo.class), "no key work for it");
    }

    private static Register register(EphemeralKey key, int random) {
        byte[] bytes = new byte[Register.RANDOM_LENGTH];
        bytes[0] = (byte) random;
        bytes[1] = (byte) (random >> 8);
        return new Register(0, Bytes.of(bytes), Bytes.of(key.blob()), IdList.EMPTY);
    }

    /** As many in a minute as the issue says, while receivers come at the beginning and in the middle of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRegisterHonestReceiversInAFloodOfAHundredThousand(boolean clientAuth) {
        SimReport report = flooded(6, clientAuth, 100_000)
                .senderKeys(real -> new StrangersKeys(real, FIRST_FLOOD_ID))
                .startAt(3, 5 * SECOND)
                .startAt(4, 20 * SECOND)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertTrue(report.received(Function.REGISTER) > 99_000, report.toString());
        assertBounded(report);
    }

    @Test
    void shouldRegisterHonestReceiversInAFloodOfRealKeys() {
        SimReport report = flooded(7, false, 1_500).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
        assertBounded(report);
    }

    private static void assertBounded(SimReport report) {
        assertTrue(report.mostHeldBySender() <= RECEIVERS, report.toString());
        assertTrue(report.mostKeyWorkPending() < 100, "the sender keeps up: " + report);
        assertTrue(report.receiversKnown() <= 1_100, "candidates are bounded: " + report);
    }

    private static Simulation flooded(long usualSeed, boolean clientAuth, int registers) {
        EphemeralKey key = EphemeralKey.generate(EcCurve.SECP256R1);
        SimEncryption settings = clientAuth ? SimEncryption.DEFAULT.withClientAuth() : SimEncryption.DEFAULT;
        return Simulation.with(Simulation.seed(usualSeed))
                .encrypted(settings)
                .openGroup()
                .receivers(RECEIVERS)
                .files(FILES, 300_000)
                .loss(0.02)
                .grtt(SECOND, SECOND, 15 * SECOND)
                .attack(attacker -> flood(attacker, key, 0, registers));
    }

    private static void flood(SimAttacker attacker, EphemeralKey key, int from, int to) {
        Register register = register(key, from);
        attacker.toSender(
                attacker.bytesOf(header(register, FIRST_FLOOD_ID + from, 0), register), attacker.ownAddress());
        if (from + 1 < to) {
            attacker.later(attacker.nowNs() + FLOOD_INTERVAL_NS, () -> flood(attacker, key, from + 1, to));
        }
    }

    /** Somebody registers under the honest receivers' IDs, before them and again and again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRegisterHonestReceiversUnderWhoseIdsOthersRegister(boolean openGroup) {
        EphemeralKey key = EphemeralKey.generate(EcCurve.SECP256R1);
        Simulation simulation = scenario(7).attack(attacker -> {
            for (int i = 0; i < 200; i++) {
                int id = Simulation.FIRST_RECEIVER_ID + i % RECEIVERS;
                int random = i;
                attacker.later(i * 3 * MILLISECOND, () -> {
                    Register register = register(key, random);
                    attacker.toSender(attacker.bytesOf(header(register, id, 0), register), attacker.ownAddress());
                });
            }
        });
        SimReport report = (openGroup ? simulation.openGroup() : simulation).run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, FILES);
    }

    /** What was agreed before is nothing to the receiver that starts anew: it does not take part, and nobody else suffers. */
    @Test
    void shouldNotTakeBackAReceiverThatRebootsInTheMiddleOfAFile() {
        SimReport report = Simulation.with(Simulation.seed(8))
                .encrypted(SimEncryption.DEFAULT.withClientAuth())
                .receivers(RECEIVERS)
                .files(2, 5_000_000)
                .reboot(3, 300 * MILLISECOND)
                .run();
        System.out.println(report);
        assertEquals(ReceiverState.LOST, report.state(3));
        assertEquals(RECEIVERS, report.keysAgreed());
        for (int i = 0; i < RECEIVERS; i++) {
            if (i != 3) {
                Scenarios.assertDone(report, i, 2);
            }
        }
    }

    /** In an open group that is still announced it may come again, with another key, unless it had proved the first. */
    @Test
    void shouldTakeBackAReceiverThatRebootsBeforeItProvesItsKey() {
        SimReport report = Simulation.with(Simulation.seed(9))
                .encrypted(SimEncryption.DEFAULT.withClientAuth())
                .receivers(RECEIVERS)
                .openGroup()
                .files(2, 100_000)
                .uplink(3, link -> link.withFilter(Function.CLIENT_KEY, 1, 0))
                .reboot(3, 5 * MILLISECOND)
                .run();
        System.out.println(report);
        Scenarios.assertAllDone(report, RECEIVERS, 2);
        assertEquals(RECEIVERS + 1, report.senderKeyWork(Action.AgreeKeys.class));
    }
}
