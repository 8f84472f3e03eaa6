package io.uftpengine.core.engine;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.List;

/**
 * The end of a sender.
 *
 * @param outcome how the session ended
 * @param reason empty or one line
 * @param files every object of the list, in order
 * @param receivers everyone expected or heard of
 * @param elapsedNs from the first ANNOUNCE to the end
 * @param bytesOnWire UDP payload bytes sent
 */
public record SendReport(
        int groupId,
        SessionOutcome outcome,
        String reason,
        List<FileReport> files,
        List<ReceiverReport> receivers,
        long elapsedNs,
        long bytesOnWire,
        long datagramsSent,
        long blocksSent,
        long blocksRetransmitted,
        long naksReceived) {
    /**
     * One object of the list.
     *
     * @param problem why it could not be sent, or empty
     */
    public record FileReport(int fileId, String name, long size, String problem) {}

    /**
     * One receiver.
     *
     * @param results by position in {@link #files()}
     * @param naks blocks it asked for again
     * @param bytes bytes of the files it has whole
     * @param rttNs last measured, 0 = never
     */
    public record ReceiverReport(
            int receiverId,
            ReceiverState state,
            String reason,
            List<FileOutcome> results,
            long naks,
            long bytes,
            long activeNs,
            long rttNs) {}

    /** True when every receiver got every file and nothing was left out: the condition of {@code --strict}. */
    public boolean isEverythingDelivered() {
        return outcome == SessionOutcome.COMPLETED
                && !receivers.isEmpty()
                && files.stream().allMatch(f -> f.problem().isEmpty())
                && receivers.stream()
                        .allMatch(r -> r.state() == ReceiverState.DONE
                                && r.results().size() == files.size()
                                && r.results().stream().allMatch(FileOutcome::isSuccess));
    }
}
