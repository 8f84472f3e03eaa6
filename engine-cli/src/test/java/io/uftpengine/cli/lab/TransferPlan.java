package io.uftpengine.cli.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One session to run: who sends, who receives, what, and with which options. Receivers sit on hosts 1, 2, 3 … in order. */
final class TransferPlan {
    private static final String SOCKET_BUFFER = "4194304";
    private static final long BRIEF_BYTES = 25_000_000;

    final Program sender;
    final List<Program> receivers;
    List<Path> files = List.of();
    private int blockSize = 1300;
    private Addressing addressing = Addressing.IPV4_MULTICAST;
    private boolean closedGroup = true;
    private Path hostFile;
    private int rateKbit = 400_000;
    /** Bounded: an open group announces for robust x 3 x GRTT, and a cold receiver on a busy machine answers late. */
    private String grtt = "0.05:0.01:0.2";

    private int robust = 20;
    private int sourcePort;
    private Encryption encryption = Encryption.DEFAULT;
    private List<String> engineProgram;
    private List<String> environment = List.of();
    private List<String> moreSenderOptions = List.of();
    private List<String> moreReceiverOptions = List.of();

    private TransferPlan(Program sender, List<Program> receivers) {
        this.sender = sender;
        this.receivers = receivers;
    }

    static TransferPlan of(Program sender, Program... receivers) {
        return new TransferPlan(sender, List.of(receivers));
    }

    /** One sender and three receivers of one kind. */
    static TransferPlan toThree(Program sender, Program receiver) {
        return of(sender, receiver, receiver, receiver);
    }

    TransferPlan files(List<Path> paths) {
        files = List.copyOf(paths);
        return this;
    }

    TransferPlan blockSize(int bytes) {
        blockSize = bytes;
        return this;
    }

    TransferPlan addressing(Addressing how) {
        addressing = how;
        return this;
    }

    /** A closed group names its receivers; an open one takes whoever registers. */
    TransferPlan closedGroup(boolean closed) {
        closedGroup = closed;
        return this;
    }

    /** A closed group whose receivers stand in a file, with their fingerprints (wire facts 13.7). */
    TransferPlan hostFile(Path file) {
        hostFile = file;
        return this;
    }

    /** In units of 1024 bit/s of whole IP packets. */
    TransferPlan rateKbit(int rate) {
        rateKbit = rate;
        return this;
    }

    /** Initial, least and greatest group round-trip time, in seconds. */
    TransferPlan grtt(String initialMinMax) {
        grtt = initialMinMax;
        return this;
    }

    TransferPlan robust(int attempts) {
        robust = attempts;
        return this;
    }

    /** The sender's own port, so that others can aim at it; 0 is any. */
    TransferPlan sourcePort(int port) {
        sourcePort = port;
        return this;
    }

    /** The command of our program, up to its role, in place of the packaged one. */
    TransferPlan engineProgram(List<String> command) {
        engineProgram = List.copyOf(command);
        return this;
    }

    /** What is put into the environment of every program, as {@code NAME=VALUE}. */
    TransferPlan environment(String... assignments) {
        environment = List.of(assignments);
        return this;
    }

    /** What protects the session; {@link Encryption#DEFAULT} unless said otherwise. */
    TransferPlan encryption(Encryption how) {
        encryption = how;
        return this;
    }

    TransferPlan senderOptions(String... options) {
        moreSenderOptions = List.of(options);
        return this;
    }

    TransferPlan receiverOptions(String... options) {
        moreReceiverOptions = List.of(options);
        return this;
    }

    Encryption encryption() {
        return encryption;
    }

    Addressing addressing() {
        return addressing;
    }

    List<String> senderCommand(NetworkLab lab, Path statusFile) {
        List<String> command = command(sender, sender.sender(isBrief()));
        command.addAll(addressing.senderOptions(lab.receiver(1)));
        command.addAll(List.of("-U", lab.sender().uniqueIdText(), "-B", SOCKET_BUFFER));
        command.addAll(encryption.senderOptions());
        command.addAll(List.of("-R", Integer.toString(rateKbit), "-r", grtt, "-s", Integer.toString(robust)));
        command.addAll(List.of("-b", Integer.toString(blockSize)));
        command.addAll(sender.isEngine() ? List.of("--json") : List.of("-S", statusFile.toString()));
        if (hostFile != null) {
            command.addAll(List.of("-H", "@" + hostFile));
        } else if (closedGroup) {
            command.add("-H");
            command.add(IntStream.rangeClosed(1, receivers.size())
                    .mapToObj(i -> lab.receiver(i).uniqueIdText())
                    .collect(Collectors.joining(",")));
        }
        if (sourcePort != 0) {
            command.addAll(List.of("-u", Integer.toString(sourcePort)));
        }
        command.addAll(moreSenderOptions);
        files.forEach(file -> command.add(file.toString()));
        return command;
    }

    List<String> receiverCommand(LabHost host, Path destination) {
        Program receiver = receivers.get(host.index() - 1);
        List<String> command = command(receiver, receiver.receiver(isBrief()));
        command.addAll(addressing.receiverOptions());
        command.addAll(List.of("-d", "-x", "2", "-U", host.uniqueIdText(), "-B", SOCKET_BUFFER));
        command.addAll(List.of("-D", destination.toString()));
        command.addAll(encryption.receiverOptions());
        command.addAll(moreReceiverOptions);
        return command;
    }

    /** A little file, or a tree of little ones. */
    private boolean isBrief() {
        return files.stream().mapToLong(file -> file.toFile().length()).sum() <= BRIEF_BYTES;
    }

    private List<String> command(Program kind, List<String> program) {
        List<String> command = new ArrayList<>();
        if (!environment.isEmpty()) {
            command.add("env");
            command.addAll(environment);
        }
        if (engineProgram != null && kind.isEngine()) {
            command.addAll(engineProgram);
            command.add(program.get(program.size() - 1));
        } else {
            command.addAll(program);
        }
        return command;
    }
}
