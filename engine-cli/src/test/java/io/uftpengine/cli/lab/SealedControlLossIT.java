package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Messages of the handshake and sealed control messages lost, in encrypted sessions with client authentication. */
@Lab
class SealedControlLossIT {
    private static final long FILE_SIZE = 3_000_000;
    private static final int ENCRYPTED = 18;
    /** Bytes of UDP, header and all: every control message of these sessions but no whole block. */
    private static final int CONTROL_AT_MOST = 700;

    private static final int FIRST_LOST = 2;
    private static final int SHARE_LOST_PERMILLE = 300;
    private static final int DATA_LOSS_PERMILLE = 50;
    private static final int RATE_KBIT = 200_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    private static NetworkLab lab;

    /** What is lost: messages by function byte, or what is sealed and short. */
    enum Lost {
        ANNOUNCE(1, true),
        REGISTER(2, false),
        KEYINFO(5, true),
        /** CLIENT_KEY, KEYINFO_ACK and everything after. */
        OF_RECEIVERS(ENCRYPTED, false),
        /** FILEINFO, DONE and DONE_CONF. */
        SHORT_OF_SENDER(ENCRYPTED, true);

        final int function;
        final boolean fromSender;

        Lost(int function, boolean fromSender) {
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
        return Stream.of(Lost.values())
                .map(lost -> DynamicTest.dynamicTest(
                        lost.name(),
                        () -> runWithout(lost, "from engine", TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE))));
    }

    @TestFactory
    Stream<DynamicTest> shouldReceiveFromReferenceWithoutSome() {
        return Stream.of(Lost.values())
                .map(lost -> DynamicTest.dynamicTest(
                        lost.name(),
                        () -> runWithout(lost, "from reference", TransferPlan.of(REFERENCE, ENGINE, ENGINE))));
    }

    /** The first host loses the first of them, the others a share; the sender's host loses a share of what receivers send. */
    private static void runWithout(Lost lost, String name, TransferPlan plan) throws IOException, InterruptedException {
        lab.heal();
        int receivers = plan.receivers.size();
        for (int i = 1; i <= receivers; i++) {
            lab.loss(lab.receiver(i), DATA_LOSS_PERMILLE);
        }
        if (!lost.fromSender) {
            lab.dropFirst(lab.sender(), lost.function, FIRST_LOST);
            lab.drop(lab.sender(), lost.function, SHARE_LOST_PERMILLE);
        } else if (lost == Lost.SHORT_OF_SENDER) {
            for (int i = 1; i <= receivers; i++) {
                lab.dropShort(lab.receiver(i), lost.function, CONTROL_AT_MOST, SHARE_LOST_PERMILLE);
            }
        } else {
            lab.dropFirst(lab.receiver(1), lost.function, FIRST_LOST);
            for (int i = 2; i <= receivers; i++) {
                lab.drop(lab.receiver(i), lost.function, SHARE_LOST_PERMILLE);
            }
        }
        List<Path> files = new ArrayList<>();
        files.add(TestFiles.file("f", FILE_SIZE));
        files.addAll(FileSet.BLOCK_PLUS_ONE.files(1300));
        plan.files(files)
                .rateKbit(RATE_KBIT)
                .encryption(new Encryption(null, null, null, LabKey.EC_256, LabKey.EC_256));
        Transfer.runWatched(lab, "sealed control loss " + name + " " + lost, plan, ATTEMPT)
                .assertAllRight();
        List<LabHost> hosts = new ArrayList<>();
        if (!lost.fromSender) {
            hosts.add(lab.sender());
        } else if (lost == Lost.SHORT_OF_SENDER) {
            // By chance at each: a session has few of them, and one host may well have had them all.
            IntStream.rangeClosed(1, receivers).mapToObj(lab::receiver).forEach(hosts::add);
        } else {
            hosts.add(lab.receiver(1));
        }
        long dropped = hosts.stream()
                .mapToLong(host -> lab.dropped(host).getOrDefault("function-" + lost.function, 0L))
                .sum();
        assertTrue(dropped >= 1, () -> "no " + lost + " was lost at " + hosts);
    }
}
