package io.uftpengine.cli.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A slow session of one file that is about to be cut: it stands in the middle of the data, and everything is captured. */
final class CutSession implements AutoCloseable {
    /** GRTT in seconds, pinned by giving the same as initial, least and greatest. */
    static final double GRTT = 0.1;

    static final int ROBUST = 20;

    /** How much later than promised is still in time (issue line 8). */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** A receiver gives up after max(1 s, robust x GRTT) of silence; GRTT as the wire says it, up to 8 % more (wire facts 2.1). */
    static final Duration RECEIVER_PATIENCE = Duration.ofMillis((long) Math.max(1000, ROBUST * GRTT * 1.08 * 1000))
            .plus(GRACE);

    /** A sender gives up after robust x 3 x GRTT without an answer. */
    static final Duration SENDER_PATIENCE =
            Duration.ofMillis((long) (ROBUST * 3 * GRTT * 1000)).plus(GRACE);

    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private static final long FILE_SIZE = 5_000_000;
    private static final int RATE_KBIT = 20_000;
    private static final int DATAGRAMS_BEFORE_CUT = 1_000;
    private static final int FUNCTION_FILESEG = 9;
    private static final int FUNCTION_ABORT = 19;
    private static final int FUNCTION_ENCRYPTED = 18;
    /** UFTP header, ENCRYPTED header, ABORT and tag: no other sealed message of these sessions is as long. */
    private static final int SEALED_ABORT = 16 + 12 + 308 + 16;

    private static final int SEALED_BLOCK_AT_LEAST = 1300;
    private static final Duration POLL = Duration.ofMillis(20);

    private final NetworkLab lab;
    private final Transfer transfer;
    private final Capture capture;
    private final Path source;

    private CutSession(NetworkLab lab, Transfer transfer, Capture capture, Path source) {
        this.lab = lab;
        this.transfer = transfer;
        this.capture = capture;
        this.source = source;
    }

    /** Starts the session and waits until about a quarter of the file has gone out. */
    static CutSession inTheMiddle(NetworkLab lab, String name, TransferPlan plan)
            throws IOException, InterruptedException {
        CutSession session = prepare(lab, name, plan);
        try {
            lab.countSent(lab.sender());
            session.transfer.startSender();
            session.until("data flows", () -> lab.sent(lab.sender()).datagrams() > DATAGRAMS_BEFORE_CUT);
            for (int i = 1; i <= plan.receivers.size(); i++) {
                session.assertNotUnderFinalName(i);
            }
            return session;
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** Starts the receivers only. */
    static CutSession prepare(NetworkLab lab, String name, TransferPlan plan) throws IOException, InterruptedException {
        Path source = TestFiles.file("f", FILE_SIZE);
        String grtt = GRTT + ":" + GRTT + ":" + GRTT;
        plan.files(List.of(source)).rateKbit(RATE_KBIT).grtt(grtt).robust(ROBUST);
        Transfer transfer = Transfer.prepare(lab, name, plan);
        try {
            Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL);
            return new CutSession(lab, transfer, capture, source);
        } catch (IOException | RuntimeException | Error e) {
            transfer.close();
            throw e;
        }
    }

    Transfer transfer() {
        return transfer;
    }

    /** When the sender's last block crossed the bridge. */
    Instant lastBlock() throws IOException {
        return last(CutSession::isBlock);
    }

    /** When the sender's last datagram of any kind crossed the bridge. */
    Instant lastOfSender() throws IOException {
        return last(datagram -> datagram.source().equals(lab.sender().ipv4()));
    }

    /** Waits until an ABORT from the host is on the wire; when it crossed the bridge. */
    Instant awaitAbortFrom(LabHost host) throws IOException {
        Predicate<Pcap.Datagram> abort =
                datagram -> isAbort(datagram) && datagram.source().equals(host.ipv4());
        until("ABORT from " + host, () -> capture.soFar().stream().anyMatch(abort));
        return last(abort);
    }

    /** Waits until the receiver's directory is empty: it has given up, and has cleaned up. */
    void awaitNothingLeft(int receiver, Duration atMost) {
        await("nothing is left at receiver " + receiver)
                .pollInterval(POLL)
                .atMost(atMost)
                .until(() -> {
                    try (Stream<Path> left = Files.list(transfer.destination(receiver))) {
                        return left.findAny().isEmpty();
                    }
                });
    }

    /** Fails when a file of the final name stands at one of our receivers that is not the whole file; the reference does that. */
    void assertNotUnderFinalName(int receiver) throws IOException {
        if (!transfer.plan().receivers.get(receiver - 1).isEngine()) {
            return;
        }
        Path copy = transfer.destination(receiver).resolve(source.getFileName());
        if (Files.exists(copy)) {
            assertEquals(-1, Files.mismatch(source, copy), () -> "half-written under its final name: " + copy);
        }
    }

    /** Waits for the end after a signal; at most the two seconds that are promised. */
    static int endAfter(LabProcess process, String signal) throws IOException, InterruptedException {
        Instant from = Instant.now();
        process.signal(signal);
        int exit = process.waitFor(LONG_ENOUGH);
        assertWithin("end after " + signal, GRACE, from, process.endedAt());
        return exit;
    }

    static void assertWithin(String what, Duration limit, Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        assertTrue(took.compareTo(limit) <= 0, () -> what + " took " + took + ", not " + limit + " at most");
    }

    private static boolean isBlock(Pcap.Datagram datagram) {
        return datagram.function() == FUNCTION_FILESEG
                || datagram.function() == FUNCTION_ENCRYPTED && datagram.payload().length >= SEALED_BLOCK_AT_LEAST;
    }

    private boolean isAbort(Pcap.Datagram datagram) {
        // Once keys are known, an ABORT in the clear ends nothing and must not be sent.
        return transfer.plan().encryption().isClear()
                ? datagram.function() == FUNCTION_ABORT
                : datagram.function() == FUNCTION_ENCRYPTED && datagram.payload().length == SEALED_ABORT;
    }

    void until(String what, java.util.concurrent.Callable<Boolean> condition) {
        await(what).pollInterval(POLL).atMost(LONG_ENOUGH).until(condition);
    }

    private Instant last(Predicate<Pcap.Datagram> which) throws IOException {
        return capture.soFar().stream()
                .filter(which)
                .reduce((first, second) -> second)
                .map(Pcap.Datagram::time)
                .orElseThrow(() -> new AssertionError("no such datagram was captured"));
    }

    @Override
    public void close() throws IOException {
        capture.close();
        transfer.close();
    }
}
