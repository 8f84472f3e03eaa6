package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import io.uftpengine.core.security.SessionSecurity.Opening;
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
    private final SimKeys keys;
    private final EngineReceiver.Door door;
    private final long elapsedNs;
    private final double wallSeconds;

    SimReport(
            long seed,
            List<SimFile> files,
            int blockSize,
            SimNetwork network,
            SimSenderHost sender,
            SimReceiverHost[] receivers,
            SimKeys keys,
            EngineReceiver.Door door,
            long elapsedNs,
            long startedAtNanoTime) {
        this.seed = seed;
        this.files = files;
        this.blockSize = blockSize;
        this.network = network;
        this.sender = sender;
        this.receivers = receivers;
        this.keys = keys;
        this.door = door;
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

    /** The most messages of one kind that have reached the sender within any millisecond of virtual time. */
    public long largestRush(Function function) {
        return sender.largestRush(function);
    }

    /** Messages of all kinds that have reached the sender. */
    public long received() {
        long sum = 0;
        for (Function function : Function.values()) {
            sum += sender.received(function);
        }
        return sum;
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

    /** Part of the datagrams to that receiver, from that virtual time on, that its link's bottleneck had no room for. */
    public double overflow(int receiver, long fromNs) {
        return network.down(receiver).count().lost(fromNs);
    }

    /** Datagrams that got through a receiver's bottleneck, of those sent from that time on, rounded up to tenths of a second. */
    public long passed(int receiver, long fromNs) {
        return network.down(receiver).count().passed(fromNs);
    }

    /** Datagrams that all receivers have dropped for a reason. */
    public long dropped(DropReason reason) {
        long sum = 0;
        for (SimReceiverHost receiver : receivers) {
            sum += receiver.dropped(reason);
        }
        return sum;
    }

    /** Datagrams that the sender has dropped for a reason. */
    public long droppedBySender(DropReason reason) {
        return sender.dropped(reason);
    }

    /** Sealed datagrams that came to this at the sender. */
    public long openedBySender(Opening opening) {
        return keys.senderStats().openings(opening);
    }

    /** Sealed datagrams that came to this at all receivers, blocks included. */
    public long openedByReceivers(Opening opening) {
        return keys.receiverStats().openings(opening);
    }

    /** How often the sender has asked for a kind of key work. */
    public int senderKeyWork(Class<? extends Action.KeyAction> type) {
        return keys.senderStats().keyWork().asked(type);
    }

    /** How often receivers have asked for a kind of key work. */
    public int receiverKeyWork(Class<? extends Action.KeyAction> type) {
        return keys.receiverStats().keyWork().asked(type);
    }

    /** The most key work that the sender has had under way. */
    public int mostKeyWorkPending() {
        return keys.senderStats().keyWork().mostPending();
    }

    /** Wall time that key work has taken on event loops, as a part of what it took elsewhere. */
    public double keyWorkOnLoops() {
        KeyLane.Counts atSender = keys.senderStats().keyWork();
        KeyLane.Counts atReceivers = keys.receiverStats().keyWork();
        return (double) (atSender.loopNanos() + atReceivers.loopNanos())
                / (atSender.workNanos() + atReceivers.workNanos());
    }

    /** Sealed datagrams that the sender has held back until their keys were there. */
    public long heldBySender() {
        return keys.senderStats().held();
    }

    /** The most that the sender has held back at any time. */
    public int mostHeldBySender() {
        return keys.senderStats().mostHeld();
    }

    /** Sealed datagrams that receivers have held back until their keys were there. */
    public long heldByReceivers() {
        return keys.receiverStats().held();
    }

    /** Sessions of all receivers that got as far as having keys. */
    public int keysAgreed() {
        int sum = 0;
        for (SimReceiverHost receiver : receivers) {
            sum += receiver.keysAgreed();
        }
        return sum;
    }

    /** Blocks that reached some receiver before the keys. */
    public long blocksWithoutKeys() {
        long sum = 0;
        for (SimReceiverHost receiver : receivers) {
            sum += receiver.blocksWithoutKeys();
        }
        return sum;
    }

    /** Datagrams that reached some receiver and belonged to no session of it. */
    public long strays() {
        long sum = 0;
        for (SimReceiverHost receiver : receivers) {
            sum += receiver.strays();
        }
        return sum;
    }

    /** ANNOUNCEs that receivers of ours have refused. */
    public int announcesRefused() {
        return door.refused();
    }

    /** Datagrams that the sender has sent to nobody in the scenario. */
    public long toStrangers() {
        return network.toStrangers();
    }

    /** Receivers that the sender has heard of, expected ones included. */
    public int receiversKnown() {
        return sender.states().size();
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

    /** One line of counts, two for an encrypted session. */
    @Override
    public String toString() {
        return keys == null ? counts() : counts() + System.lineSeparator() + "  " + handshakeCounts();
    }

    private String handshakeCounts() {
        return String.format(
                "encrypted: sent KEYINFO %d; got CLIENT_KEY %d, KEYINFO_ACK %d; agreed %d, verified %d, checked %d, opened %d;"
                        + " key work pending <= %d, on loops %.3f; held %d (<= %d) and %d",
                sent(Function.KEYINFO),
                received(Function.CLIENT_KEY),
                received(Function.KEYINFO_ACK),
                senderKeyWork(Action.AgreeKeys.class),
                senderKeyWork(Action.VerifyClientKey.class),
                senderKeyWork(Action.CheckVerifyData.class),
                receiverKeyWork(Action.OpenKeyInfo.class),
                mostKeyWorkPending(),
                keyWorkOnLoops(),
                heldBySender(),
                mostHeldBySender(),
                heldByReceivers());
    }

    private String counts() {
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
