package io.uftpengine.core.engine;

import io.uftpengine.core.config.Role;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Phase;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * One session under way, at one moment.
 *
 * @param role {@code SEND} or {@code RECEIVE}
 * @param groupId its group ID
 * @param instance restarts of it so far, 0..255
 * @param uniqueId this side's ID
 * @param senderId its sender's ID
 * @param remote sender: where ANNOUNCEs go; receiver: where they come from
 * @param protocol major version
 * @param cipher name of the cipher, as the option {@code --cipher} has it; {@code none} = in the clear
 * @param phase where it stands
 * @param waitingFor sender: what it waits for, for people; empty while data flows, and at a receiver
 * @param elapsedNs since the first ANNOUNCE, at a receiver the first that it heard
 * @param grttNs the group round-trip time in force
 * @param file the file under way, or nothing between files
 * @param contentBytes bytes of file content sent, retransmissions included, or received, without duplicates
 * @param retransmittedBytes sender: the retransmissions among them
 * @param bytesPerSecond of {@code contentBytes}: since the snapshot before, when that is not too old, else since the beginning
 * @param rateLimitBytesPerSecond sender: whole IP packets a second that it does not exceed now; empty = no limit, or a receiver
 * @param naks blocks asked for again: by all receivers, or by this one
 * @param lossRatio 0..1. Sender: blocks asked for again to blocks that were to arrive at the receivers that take or took part;
 *     receiver: packets of the sender that are missing to all
 * @param receivers sender: everyone expected or heard of; empty at a receiver
 */
public record SessionSnapshot(
        Role role,
        int groupId,
        int instance,
        int uniqueId,
        int senderId,
        InetSocketAddress remote,
        int protocol,
        String cipher,
        Phase phase,
        String waitingFor,
        long elapsedNs,
        long grttNs,
        Optional<FileSnapshot> file,
        long contentBytes,
        long retransmittedBytes,
        double bytesPerSecond,
        Optional<Long> rateLimitBytesPerSecond,
        long naks,
        double lossRatio,
        List<ReceiverSnapshot> receivers) {
    /** Copies the list. */
    public SessionSnapshot {
        receivers = List.copyOf(receivers);
    }

    /**
     * The file under way.
     *
     * @param name as it is on the wire: not fit for display
     * @param bytes its size
     * @param bytesDone sender: sent for the first time; receiver: received
     * @param pass sender: over the file, from 1, 0 while it is offered; receiver: 0
     * @param remainingNs an estimate, until all of it is sent once or received; empty when there is none
     */
    public record FileSnapshot(String name, long bytes, long bytesDone, int pass, Optional<Long> remainingNs) {}

    /**
     * A receiver as its sender sees it.
     *
     * @param receiverId its unique ID
     * @param address where it answers from, or nothing before it has
     * @param state where it stands in the session
     * @param reason why it failed, or empty
     * @param bytesDone bytes of the files that it has whole
     * @param fileBytesDone of the file under way, an estimate: what was sent less what it asked for in its last answer; 0 when it takes
     *     no part in it, or is finished with it
     * @param naks blocks it asked for again
     * @param lossRatio of them to the blocks sent, 0..1
     * @param rttNs last measured; 0 = never
     * @param activeNs from its first REGISTER to its end, or until now
     */
    public record ReceiverSnapshot(
            int receiverId,
            Optional<InetSocketAddress> address,
            ReceiverState state,
            String reason,
            long bytesDone,
            long fileBytesDone,
            long naks,
            double lossRatio,
            long rttNs,
            long activeNs) {}
}
