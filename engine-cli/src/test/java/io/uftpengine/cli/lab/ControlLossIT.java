package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Control messages lost, one kind at a time and all together, while 5 % of the rest is lost too (issue line 3). In the clear, where a
 * rule of the network can tell them apart; {@link SealedControlLossIT} does it to encrypted sessions.
 */
@Lab
class ControlLossIT {
    private static final long FILE_SIZE = 3_000_000;
    private static final int FIRST_LOST = 2;
    private static final int SHARE_LOST_PERMILLE = 300;
    private static final int DATA_LOSS_PERMILLE = 50;
    private static final int RATE_KBIT = 200_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    private static NetworkLab lab;

    /** Messages and their function bytes (wire facts 3). */
    enum Control {
        ANNOUNCE(1, true),
        REGISTER(2, false),
        REG_CONF(4, true),
        FILEINFO(7, true),
        FILEINFO_ACK(8, false),
        DONE(10, true),
        STATUS(11, false),
        COMPLETE(12, false),
        DONE_CONF(13, true);

        final int function;
        final boolean fromSender;

        Control(int function, boolean fromSender) {
            this.function = function;
            this.fromSender = fromSender;
        }
    }

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @AfterEach
    void heal() {
        lab.heal();
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverFromOurSenderWithoutSome() {
        return Stream.of(Control.values())
                .map(control -> DynamicTest.dynamicTest(control.name(), () -> {
                    TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE);
                    runWithout(List.of(control), "from engine", plan).assertAllRight();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldReceiveFromReferenceWithoutSome() {
        return Stream.of(Control.values())
                .map(control -> DynamicTest.dynamicTest(control.name(), () -> {
                    TransferPlan plan = TransferPlan.toThree(REFERENCE, ENGINE);
                    runWithout(List.of(control), "from reference", plan).assertAllRight();
                }));
    }

    @Test
    void shouldDeliverFromOurSenderWithoutShareOfEveryControlMessage() throws Exception {
        TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE);
        runWithout(List.of(Control.values()), "all from engine", plan).assertAllRight();
    }

    /** The first host loses the first of them, the others a share; the sender's host loses a share of what receivers send. */
    private static TransferResult runWithout(List<Control> controls, String name, TransferPlan plan)
            throws IOException, InterruptedException {
        lab.heal();
        for (int i = 1; i <= 3; i++) {
            lab.loss(lab.receiver(i), DATA_LOSS_PERMILLE);
        }
        for (Control control : controls) {
            if (!control.fromSender) {
                lab.dropFirst(lab.sender(), control.function, FIRST_LOST);
                lab.drop(lab.sender(), control.function, SHARE_LOST_PERMILLE);
                continue;
            }
            lab.dropFirst(lab.receiver(1), control.function, FIRST_LOST);
            lab.drop(lab.receiver(2), control.function, SHARE_LOST_PERMILLE);
            lab.drop(lab.receiver(3), control.function, SHARE_LOST_PERMILLE);
        }
        List<Path> files = new ArrayList<>();
        files.add(TestFiles.file("f", FILE_SIZE));
        files.addAll(FileSet.BLOCK_PLUS_ONE.files(1300));
        String label = "control loss " + name + " " + (controls.size() == 1 ? controls.get(0) : "");
        TransferResult result = Transfer.runWatched(
                lab, label, plan.files(files).rateKbit(RATE_KBIT).encryption(Encryption.NONE), ATTEMPT);
        for (Control control : controls) {
            LabHost host = control.fromSender ? lab.receiver(1) : lab.sender();
            long dropped = lab.dropped(host).getOrDefault("function-" + control.function, 0L);
            assertTrue(dropped >= 1, () -> "no " + control + " was lost at " + host);
        }
        return result;
    }
}
