package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.transfer.SectionLayout;

/** One file at this receiver, from the FILEINFO to the answer of the host that it stands in its place. */
final class FileReception {
    /** {@link ReceiverSession#claimBlock} of a block that is there already. */
    static final long DUPLICATE = -1;

    static final long NOT_CURRENT_FILE = -2;
    static final long OUT_OF_RANGE = -3;
    static final long BAD_LENGTH = -4;

    private enum State {
        RECEIVING,
        /** Every block is claimed; the host puts the file in place. */
        COMMITTING
    }

    private final FileInfo info;
    private final SectionLayout layout;
    private final ClaimedBlocks claimed;
    private final NakReporter reporter;
    private final SenderTimestamp timestamp;
    private final ReceiverOutbox outbox;
    private final ReceiverCounters counters;
    private State state = State.RECEIVING;
    /** The host is prepared, and FILEINFO_ACK sent. Blocks may come before: a sender need not wait with those of a small file. */
    private boolean opened;

    private long bytesClaimed;
    private final long beganNs;
    private boolean completeOwed;

    /**
     * @param layout of the file; no blocks for everything but regular files
     */
    FileReception(
            FileInfo info,
            SectionLayout layout,
            AdvertisedGrtt grtt,
            int uniqueId,
            ReceiverOutbox outbox,
            ReceiverCounters counters,
            long nowNs) {
        this.info = info;
        this.beganNs = nowNs;
        this.layout = layout;
        this.outbox = outbox;
        this.counters = counters;
        claimed = new ClaimedBlocks(layout);
        reporter = new NakReporter(info.fileId(), layout, claimed, grtt, uniqueId, outbox, counters);
        timestamp = new SenderTimestamp(info.timestampMicros(), nowNs);
        outbox.add(new Action.OpenFile(
                info.fileId(),
                info.type(),
                info.name().text(),
                info.link().text(),
                info.size(),
                info.modifiedSeconds()));
    }

    /** The FILEINFO again: FILEINFO_ACK was lost, or is still to come; whoever is busy shows that it lives. */
    void onFileInfo(FileInfo again, long nowNs) {
        timestamp.set(again.timestampMicros(), nowNs);
        if (opened || state == State.COMMITTING) {
            acknowledge(nowNs);
        }
    }

    /** The host has a place for the blocks. */
    void onOpened(long nowNs) {
        opened = true;
        if (!completeOwed) {
            // Else the COMPLETE says it, too.
            acknowledge(nowNs);
        }
        if (state == State.RECEIVING && claimed.isComplete()) {
            commit();
        }
    }

    private void acknowledge(long nowNs) {
        outbox.send(new FileInfoAck(info.fileId(), false, timestamp.echo(nowNs), IdList.EMPTY));
    }

    private void commit() {
        state = State.COMMITTING;
        // The DONE overtook the last blocks: what it asked for has become COMPLETE (wire facts 8.4).
        completeOwed = reporter.owesAnswer();
        outbox.add(new Action.CommitFile(info.fileId()));
    }

    /** See {@link ReceiverSession#claimBlock}; all values may be anything. */
    long claimBlock(int section, int block, int length, long nowNs) {
        if (!layout.contains(section, block)) {
            return OUT_OF_RANGE;
        }
        long fileBlock = layout.firstBlock(section) + block;
        if (length != layout.lengthOf(fileBlock)) {
            return BAD_LENGTH;
        }
        boolean wanted = claimed.claim(section, block);
        if (state == State.RECEIVING) {
            reporter.onBlock(section, nowNs);
        }
        if (!wanted) {
            return DUPLICATE;
        }
        counters.blocksReceived++;
        counters.bytesReceived += length;
        bytesClaimed += length;
        if (claimed.isComplete()) {
            commit();
        }
        return layout.offsetOf(fileBlock);
    }

    /** A DONE for this file. One for a section that it does not have is nonsense and no reason to do anything. */
    void onDone(int section, boolean listed, long nowNs) {
        switch (state) {
            case RECEIVING -> {
                if (section < layout.sections()) {
                    reporter.onDone(section, listed, nowNs);
                }
            }
            case COMMITTING -> completeOwed |= listed;
        }
    }

    void onTimeout(long nowNs) {
        if (state == State.RECEIVING) {
            reporter.onTimeout(nowNs);
        }
    }

    long deadlineNs() {
        return state == State.RECEIVING ? reporter.deadlineNs() : ProtocolMachine.NO_DEADLINE;
    }

    /** A DONE asked for COMPLETE while the host puts the file in place. */
    boolean isCompleteOwed() {
        return completeOwed;
    }

    boolean isOpening() {
        return !opened;
    }

    boolean isCommitting() {
        return state == State.COMMITTING;
    }

    int fileId() {
        return info.fileId();
    }

    String name() {
        return info.name().text();
    }

    long size() {
        return info.size();
    }

    long bytesClaimed() {
        return bytesClaimed;
    }

    /** When it was offered. */
    long beganNs() {
        return beganNs;
    }
}
