package io.uftpengine.cli.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One whole encrypted session of a small file, captured whole, and everything that must be true of it. */
final class EncryptedSession {
    /** Of the file: blocks enough for 5 % loss to hit some of them. */
    static final long FILE_SIZE = 200_001;

    private static final Duration ATTEMPT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int EXIT_IDLE_ENGINE = 0;

    private EncryptedSession() {}

    /**
     * Runs the session. Fails unless every copy is right, the sender ends with 0 and the receivers end as promised; unless {@code tshark}
     * complains about nothing and reads what our codec reads (about encrypted sessions of the reference it does not complain);
     * and unless the wire kept the secret ({@link EncryptedWire}).
     */
    static void run(NetworkLab lab, String name, TransferPlan plan, int lossPermille)
            throws IOException, InterruptedException {
        for (int i = 1; i <= plan.receivers.size(); i++) {
            lab.loss(lab.receiver(i), lossPermille);
        }
        try (Transfer transfer = Transfer.prepare(lab, name, plan);
                Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
            transfer.startSender();
            TransferResult result = transfer.finish(ATTEMPT).assertAllRight();
            Path file = capture.stop();
            TsharkAgreement.Outcome outcome = TsharkAgreement.compare(file);
            result.require(outcome.frames() > 0, "tshark saw nothing");
            result.require(outcome.complaints().isEmpty(), "tshark complains: " + outcome.complaints());
            result.require(outcome.disagreements().isEmpty(), "tshark reads otherwise: " + outcome.disagreements());
            List<String> faults = EncryptedWire.faults(Pcap.read(file), lab, plan);
            result.require(faults.isEmpty(), "on the wire: " + faults);
            for (int i = 1; i <= plan.receivers.size(); i++) {
                if (plan.receivers.get(i - 1).isEngine()) {
                    LabProcess receiver = transfer.receiver(i);
                    // The sender's last word may have been lost: then the receiver waits for it as long as it has
                    // promised.
                    await("receiver " + i + " is done")
                            .pollInterval(POLL)
                            .atMost(ATTEMPT)
                            .until(() -> receiver.stderr().contains(" is over: "));
                    assertEquals(EXIT_IDLE_ENGINE, CutSession.endAfter(receiver, "TERM"), receiver::tail);
                }
            }
        } finally {
            lab.heal();
        }
    }
}
