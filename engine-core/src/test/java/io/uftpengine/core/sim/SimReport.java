package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;

/** What happened in a simulation. */
public final class SimReport {
    private static final double SECOND = 1e9;

    private final long seed;
    private final List<SimFile> files;
    private final int blockSize;
    private final SimNetwork network;
    private final SimSenderHost sender;
    private final SimReceiverHost[] receivers;
    private final long elapsedNs;
    private final double wallSeconds;

    SimReport(
            long seed,
            List<SimFile> files,
            int blockSize,
            SimNetwork network,
            SimSenderHost sender,
            SimReceiverHost[] receivers,
            long elapsedNs,
            long startedAtNanoTime) {
        this.seed = seed;
        this.files = files;
        this.blockSize = blockSize;
        this.network = network;
        this.sender = sender;
        this.receivers = receivers;
        this.elapsedNs = elapsedNs;
        wallSeconds = (System.nanoTime() - startedAtNanoTime) / SECOND;
    }

    /** How the sender's session ended; null when the sender died. */
    public SessionOutcome senderOutcome() {
        return sender.ended() == null ? null : sender.ended().outcome();
    }

    /** How a receiver's last session ended; null when it had none or died in it. */
    public SessionOutcome receiverOutcome(int receiver) {
        SessionEvent.SessionEnded ended = receivers[receiver].ended();
        return ended == null ? null : ended.outcome();
    }

    /** A receiver as the sender saw it last, or null. */
    public ReceiverState state(int receiver) {
        return sender.states().get(Simulation.FIRST_RECEIVER_ID + receiver);
    }

    /** The sender's result for a receiver and a file, or null. */
    public FileOutcome result(int receiver, int fileId) {
        return sender.result(Simulation.FIRST_RECEIVER_ID + receiver, fileId);
    }

    /** What became of a file on the whole, or null. */
    public FileOutcome fileOutcome(int fileId) {
        SessionEvent.FileFinished finished = sender.finished().get(fileId);
        return finished == null ? null : finished.outcome();
    }

    /** Number of FileResults that the sender gave. */
    public int results() {
        return sender.results();
    }

    /** How many receivers the sender saw last in a state. */
    public int receiversIn(ReceiverState state) {
        return (int) sender.states().values().stream().filter(s -> s == state).count();
    }

    /** Right copies in place on a receiver's disk. */
    public int committed(int receiver) {
        return receivers[receiver].storage().committed();
    }

    /** Right copies in place on all disks. */
    public long committed() {
        long sum = 0;
        for (int i = 0; i < receivers.length; i++) {
            sum += committed(i);
        }
        return sum;
    }

    /** Partial files thrown away by a receiver. */
    public int discarded(int receiver) {
        return receivers[receiver].storage().discarded();
    }

    /** Messages of one kind that the sender has sent. */
    public long sent(Function function) {
        return sender.sent(function);
    }

    /** Messages of one kind that have reached the sender. */
    public long received(Function function) {
        return sender.received(function);
    }

    /** Receivers in the scenario. */
    public int receivers() {
        return receivers.length;
    }

    /** Objects in the sender's list. */
    public int files() {
        return files.size();
    }

    /** FILESEGs sent. */
    public long blocksSent() {
        return sender.sent(Function.FILESEG);
    }

    /** Blocks of all files. */
    public long blocks() {
        return files.stream()
                .mapToLong(file -> new SectionLayout(file.size(), blockSize).blocks())
                .sum();
    }

    /** Blocks sent for each block there is. */
    public double overhead() {
        return (double) blocksSent() / blocks();
    }

    /** Bytes of IP packets that the sender has sent. */
    public long bytesSent() {
        return sender.bytesSent();
    }

    /** Passes begun over all files. */
    public int passes() {
        return sender.passes();
    }

    /** Blocks that reached some receiver in vain because it had them. */
    public long blocksNotWanted() {
        long sum = 0;
        for (SimReceiverHost receiver : receivers) {
            sum += receiver.blocksNotWanted();
        }
        return sum;
    }

    /** Blocks that a receiver has stored. */
    public long blocksStored(int receiver) {
        return receivers[receiver].blocksStored();
    }

    /** Blocks that a receiver's staging refused. */
    public long blocksRefused(int receiver) {
        return receivers[receiver].storage().blocksRefused();
    }

    /** Datagrams that all receivers have dropped for a reason. */
    public long dropped(DropReason reason) {
        long sum = 0;
        for (SimReceiverHost receiver : receivers) {
            sum += receiver.dropped(reason);
        }
        return sum;
    }

    /** Datagrams that reached any receiver. */
    public long deliveries() {
        return network.deliveries();
    }

    /** Virtual seconds until the sender's session ended. */
    public double senderSeconds() {
        return sender.endedNs() / SECOND;
    }

    /** Virtual seconds until the last block was sent. */
    public double lastDataSeconds() {
        return sender.lastDataNs() / SECOND;
    }

    /** Virtual seconds until everything was over. */
    public double seconds() {
        return elapsedNs / SECOND;
    }

    /** Seconds that the simulation took. */
    public double wallSeconds() {
        return wallSeconds;
    }

    /** A fingerprint of everything that happened at every host. */
    public long traceHash() {
        long hash = sender.traceHash();
        for (SimReceiverHost receiver : receivers) {
            hash = SimRandom.mix(hash ^ receiver.traceHash());
        }
        return hash;
    }

    /** One line of counts. */
    @Override
    public String toString() {
        return String.format(
                "seed %d: %d receivers, %d files, %d blocks: sent %d blocks (%.3f), %d passes, ANNOUNCE %d, FILEINFO %d,"
                        + " DONE %d, DONE_CONF %d; got REGISTER %d, STATUS %d, COMPLETE %d, ABORT %d; not wanted %d,"
                        + " late %d; %.3f s until %s, all over at %.3f s; %d deliveries in %.2f s of wall time",
                seed,
                receivers.length,
                files.size(),
                blocks(),
                blocksSent(),
                overhead(),
                passes(),
                sent(Function.ANNOUNCE),
                sent(Function.FILEINFO),
                sent(Function.DONE),
                sent(Function.DONE_CONF),
                received(Function.REGISTER),
                received(Function.STATUS),
                received(Function.COMPLETE),
                received(Function.ABORT),
                blocksNotWanted(),
                dropped(DropReason.LATE),
                senderSeconds(),
                senderOutcome(),
                seconds(),
                deliveries(),
                wallSeconds);
    }
}
