package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A receiver or the sender dies, is interrupted or is started again in the middle of a file (issue line 8). */
@Lab
class KillAndInterruptIT {
    private static final int EXIT_OK = 0;
    private static final int EXIT_INTERRUPTED = 6;
    private static final int EXIT_ALL_LOST = 9;

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void shouldGiveUpOnOnlyReceiverWhenItIsKilled() throws Exception {
        try (CutSession session = CutSession.inTheMiddle(
                lab, "kill only receiver", TransferPlan.of(ENGINE, ENGINE).encryption(Encryption.NONE))) {
            session.transfer().receiver(1).signal("KILL");
            LabProcess sender = session.transfer().sender();
            assertEquals(EXIT_ALL_LOST, sender.waitFor(CutSession.LONG_ENOUGH), sender::tail);
            CutSession.assertWithin("giving up", CutSession.SENDER_PATIENCE, session.lastBlock(), sender.endedAt());
            assertSays(sender, "lost", lab.receiver(1).uniqueIdText());
            assertState(session, 1, "lost");
            session.assertNotUnderFinalName(1);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldServeTheOthersWhenOneReceiverIsKilled() {
        return Stream.of(1, 2)
                .map(victim -> DynamicTest.dynamicTest("receiver " + victim, () -> {
                    TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE);
                    try (CutSession session = CutSession.inTheMiddle(lab, "kill receiver " + victim, plan)) {
                        session.transfer().receiver(victim).signal("KILL");
                        TransferResult result = session.transfer().finish(CutSession.LONG_ENOUGH);
                        assertEquals(EXIT_OK, result.senderExit(), result::logs);
                        CutSession.assertWithin(
                                "giving up",
                                CutSession.SENDER_PATIENCE,
                                session.lastBlock(),
                                session.transfer().sender().endedAt());
                        for (TransferResult.Copy copy : result.copies()) {
                            assertEquals(copy.host().index() != victim, copy.isRight(), () -> copy + result.logs());
                        }
                        assertState(session, victim, "lost");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldEndReceiverAndTellSenderOnInterrupt() {
        return Stream.of(Program.values())
                .map(sender -> DynamicTest.dynamicTest("sender " + sender, () -> {
                    TransferPlan plan = TransferPlan.of(sender, ENGINE);
                    try (CutSession session = CutSession.inTheMiddle(lab, "interrupt receiver of " + sender, plan)) {
                        LabProcess receiver = session.transfer().receiver(1);
                        Instant cut = Instant.now();
                        assertEquals(EXIT_INTERRUPTED, CutSession.endAfter(receiver, "INT"), receiver::tail);
                        Instant abort = session.awaitAbortFrom(lab.receiver(1));
                        CutSession.assertWithin("ABORT", CutSession.GRACE, cut, abort);
                        LabProcess process = session.transfer().sender();
                        assertEquals(EXIT_ALL_LOST, process.waitFor(CutSession.LONG_ENOUGH), process::tail);
                        CutSession.assertWithin("the sender's end", CutSession.GRACE, abort, process.endedAt());
                        assertState(session, 1, "aborted");
                        session.assertNotUnderFinalName(1);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldGiveUpAndCleanUpWhenSenderIsKilled() {
        return Stream.of(Program.values())
                .map(sender -> DynamicTest.dynamicTest("sender " + sender, () -> {
                    TransferPlan plan = TransferPlan.toThree(sender, ENGINE).encryption(encryptionOf(sender));
                    try (CutSession session = CutSession.inTheMiddle(lab, "kill sender " + sender, plan)) {
                        session.transfer().sender().signal("KILL");
                        session.transfer().sender().waitFor(CutSession.LONG_ENOUGH);
                        Instant silence = session.lastOfSender();
                        for (int i = 1; i <= 3; i++) {
                            Instant abort = session.awaitAbortFrom(lab.receiver(i));
                            CutSession.assertWithin("giving up", CutSession.RECEIVER_PATIENCE, silence, abort);
                            session.awaitNothingLeft(i, CutSession.GRACE);
                        }
                        assertReceivesAgain(session);
                        assertEquals(
                                EXIT_OK, CutSession.endAfter(session.transfer().receiver(1), "TERM"), "idle receiver");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldEndSenderAndTellReceiversOnSignal() {
        return Stream.of("INT", "TERM")
                .map(signal -> DynamicTest.dynamicTest(signal, () -> {
                    TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE)
                            .encryption(signal.equals("INT") ? Encryption.NONE : Encryption.DEFAULT);
                    try (CutSession session = CutSession.inTheMiddle(lab, "interrupt sender " + signal, plan)) {
                        LabProcess sender = session.transfer().sender();
                        assertEquals(EXIT_INTERRUPTED, CutSession.endAfter(sender, signal), sender::tail);
                        assertSays(sender, "interrupted");
                        session.awaitAbortFrom(lab.sender());
                        for (int i = 1; i <= 3; i++) {
                            session.awaitNothingLeft(i, CutSession.GRACE);
                            assertTrue(
                                    session.transfer().receiver(i).isAlive(),
                                    "the receiver waits for the next session");
                        }
                    }
                }));
    }

    @Test
    void shouldEndSenderOnInterruptWhileNobodyAnswers() throws Exception {
        TransferPlan plan = TransferPlan.of(ENGINE, REFERENCE);
        try (CutSession session = CutSession.prepare(lab, "interrupt announcing sender", plan)) {
            session.transfer().receiver(1).close();
            lab.countSent(lab.sender());
            LabProcess sender = session.transfer().startSender();
            session.until("an ANNOUNCE goes out", () -> lab.sent(lab.sender()).datagrams() > 0);
            assertEquals(EXIT_INTERRUPTED, CutSession.endAfter(sender, "INT"), sender::tail);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldSurviveReceiverThatIsStartedAgainInTheMiddle() {
        return Stream.of(Program.values())
                .map(sender -> DynamicTest.dynamicTest("sender " + sender, () -> {
                    TransferPlan plan = TransferPlan.toThree(sender, ENGINE);
                    try (CutSession session = CutSession.inTheMiddle(lab, "restart receiver of " + sender, plan)) {
                        session.transfer().receiver(1).signal("KILL");
                        session.transfer().receiver(1).waitFor(CutSession.LONG_ENOUGH);
                        session.assertNotUnderFinalName(1);
                        session.transfer().restartReceiver(1);
                        TransferResult result = session.transfer().finish(CutSession.LONG_ENOUGH);
                        assertEquals(EXIT_OK, result.senderExit(), result::logs);
                        result.assertNoneReportedIsWrong();
                        assertTrue(result.copies().get(1).isRight(), result::logs);
                        assertTrue(result.copies().get(2).isRight(), result::logs);
                        session.assertNotUnderFinalName(1);
                        assertTrue(
                                session.transfer().receiver(1).isAlive(),
                                "the new receiver waits for the next session");
                    }
                }));
    }

    /** Sessions of our sender are encrypted in these tests, those of the reference's in the clear: either way is cut. */
    private static Encryption encryptionOf(Program sender) {
        return sender == ENGINE ? Encryption.DEFAULT : Encryption.NONE;
    }

    /** The receivers that have lost their sender take a whole session from the next one. */
    private static void assertReceivesAgain(CutSession session) throws IOException, InterruptedException {
        session.transfer().startSender();
        session.transfer().finish(Duration.ofSeconds(60)).assertAllRight();
    }

    private static void assertState(CutSession session, int receiver, String state) throws IOException {
        SenderReport report = session.transfer().report();
        List<String> states = report.of(lab.receiver(receiver)).stream()
                .map(SenderReport.Result::state)
                .toList();
        assertEquals(List.of(state), states, () -> "of receiver " + receiver + " in " + report.results());
    }

    private static void assertSays(LabProcess process, String... words) throws IOException {
        String said = (process.stdout() + process.stderr()).toLowerCase(Locale.ROOT);
        for (String word : words) {
            assertTrue(said.contains(word.toLowerCase(Locale.ROOT)), () -> "does not say '" + word + "':\n" + said);
        }
    }
}
