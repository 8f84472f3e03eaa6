package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One running session. Its logs stay in {@link LabSettings#logs}; the copies go when it is closed. */
final class Transfer implements AutoCloseable {
    /** The port of every session here, the protocol's own. */
    static final int PORT = 1044;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final NetworkLab lab;
    private final TransferPlan plan;
    private final Path directory;
    private final Path copies = LabSettings.files().resolve(Integer.toString(COUNT.incrementAndGet()));
    private final List<LabProcess> receivers = new ArrayList<>();
    private final List<LabProcess> all = new ArrayList<>();
    private LabProcess sender;
    private long startedNs;

    private Transfer(NetworkLab lab, TransferPlan plan, Path directory) {
        this.lab = lab;
        this.plan = plan;
        this.directory = directory;
    }

    /** Starts the receivers and waits until each listens; the sender is not started yet. */
    static Transfer prepare(NetworkLab lab, String name, TransferPlan plan) throws IOException, InterruptedException {
        Path directory = LabSettings.logs().resolve(name.replaceAll("[^A-Za-z0-9.+-]+", "_"));
        TestFiles.delete(directory);
        Files.createDirectories(directory);
        Transfer transfer = new Transfer(lab, plan, directory);
        try {
            for (int i = 1; i <= plan.receivers.size(); i++) {
                Files.createDirectories(transfer.destination(i));
                transfer.receivers.add(transfer.launchReceiver(i, "receiver-" + i));
            }
            for (LabProcess receiver : transfer.receivers) {
                transfer.awaitListening(receiver);
            }
        } catch (IOException | RuntimeException | Error e) {
            transfer.close();
            throw e;
        }
        return transfer;
    }

    /** Runs a whole session and compares the copies; all programs have ended on return. */
    static TransferResult run(NetworkLab lab, String name, TransferPlan plan, Duration atMost)
            throws IOException, InterruptedException {
        try (Transfer transfer = prepare(lab, name, plan)) {
            transfer.startSender();
            return transfer.finish(atMost);
        }
    }

    /**
     * Runs a whole session as {@link #run} does, captures it, and fails when {@code tshark} finds anything malformed or reads
     * another value than our codec in any field. (It finds nothing malformed in the reference's sessions: {@link TsharkIT}.)
     */
    static TransferResult runWatched(NetworkLab lab, String name, TransferPlan plan, Duration atMost)
            throws IOException, InterruptedException {
        try (Transfer transfer = prepare(lab, name, plan);
                Capture capture = Capture.start(lab, transfer.directory, "capture", Capture.SAMPLE)) {
            transfer.startSender();
            TransferResult result = transfer.finish(atMost);
            TsharkAgreement.Outcome outcome = TsharkAgreement.compare(capture.stop());
            result.require(outcome.frames() > 0, "tshark saw nothing");
            result.require(outcome.complaints().isEmpty(), "tshark complains: " + outcome.complaints());
            result.require(outcome.disagreements().isEmpty(), "tshark reads otherwise: " + outcome.disagreements());
            return result;
        }
    }

    /** Starts the sender. */
    LabProcess startSender() throws IOException {
        startedNs = System.nanoTime();
        sender = LabProcess.start(lab.sender(), directory, "sender", plan.senderCommand(lab, statusFile()));
        all.add(sender);
        return sender;
    }

    /** Starts the receiver of a host again, with the same options; the one before must have ended. */
    LabProcess restartReceiver(int index) throws IOException {
        LabProcess again = launchReceiver(index, "receiver-" + index + "-again");
        receivers.set(index - 1, again);
        awaitListening(again);
        return again;
    }

    LabProcess sender() {
        return sender;
    }

    /** The receiver on host {@code index}, from 1. */
    LabProcess receiver(int index) {
        return receivers.get(index - 1);
    }

    /** Where the receiver on that host puts its files. */
    Path destination(int index) {
        return copies.resolve(Integer.toString(index));
    }

    /** Where the logs are. */
    Path directory() {
        return directory;
    }

    TransferPlan plan() {
        return plan;
    }

    /** Waits for the sender's end and compares the copies; the receivers still run. */
    TransferResult finish(Duration atMost) throws IOException, InterruptedException {
        int exit = sender.waitFor(atMost);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNs);
        SenderReport report = report();
        List<TransferResult.Copy> copies = new ArrayList<>();
        for (int i = 1; i <= receivers.size(); i++) {
            LabHost host = lab.receiver(i);
            List<String> differences = TreeComparison.differences(plan.files, destination(i));
            copies.add(new TransferResult.Copy(
                    host, receivers.get(i - 1).isAlive(), differences, wrongButReported(host, report, i)));
        }
        return new TransferResult(directory, exit, elapsed, report, copies, tails());
    }

    /** What the sender has reported; it must have ended. */
    SenderReport report() throws IOException {
        return plan.sender.isEngine()
                ? SenderReport.ofJson(directory.resolve("sender.out"))
                : SenderReport.ofStatusFile(statusFile());
    }

    private Path statusFile() {
        return directory.resolve("sender.status");
    }

    /** The end of every program's output, for messages. */
    String tails() {
        StringBuilder tails = new StringBuilder();
        all.forEach(process -> tails.append(process.tail()));
        return tails.toString();
    }

    @Override
    public void close() throws IOException {
        for (LabProcess process : all) {
            process.close();
        }
        TestFiles.delete(copies);
    }

    private LabProcess launchReceiver(int index, String name) throws IOException {
        LabHost host = lab.receiver(index);
        LabProcess receiver = LabProcess.start(host, directory, name, plan.receiverCommand(host, destination(index)));
        all.add(receiver);
        return receiver;
    }

    private void awaitListening(LabProcess receiver) {
        receiver.awaitListening(PORT, plan.addressing().publicGroup());
    }

    /** Files that the sender reports as copied to this host although the copy there is not right. */
    private List<String> wrongButReported(LabHost host, SenderReport report, int index) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (SenderReport.Result result : report.of(host)) {
            if (!result.isCopy()) {
                continue;
            }
            Path source = null;
            for (Path file : plan.files) {
                Path candidate = file.resolveSibling(result.file());
                source = Files.exists(candidate) ? candidate : source;
            }
            Path copy = destination(index).resolve(result.file());
            String difference =
                    source == null || !Files.exists(copy) ? "missing" : TreeComparison.difference(source, copy);
            if (difference != null) {
                wrong.add(difference + ": " + result.file());
            }
        }
        return wrong;
    }
}
