package io.uftpengine.core.protocol.receiver;

/** What reports want to know of a {@link ReceiverSession}: a view, to be read by the session's event loop only. */
public final class ReceiverProgress {
    private final FileExchange files;
    private final ReceiverCounters counters;
    private final SequenceStatistics sequences;
    private final AdvertisedGrtt grtt;

    ReceiverProgress(FileExchange files, ReceiverCounters counters, SequenceStatistics sequences, AdvertisedGrtt grtt) {
        this.files = files;
        this.counters = counters;
        this.sequences = sequences;
        this.grtt = grtt;
    }

    /** Name of the file being received as sent, not fit for display; empty between files. */
    public String currentFileName() {
        return files.current() == null ? "" : files.current().name();
    }

    /** Bytes of the file being received; 0 between files. */
    public long currentFileSize() {
        return files.current() == null ? 0 : files.current().size();
    }

    /** Bytes of the file being received whose blocks are claimed; 0 between files. */
    public long currentFileBytesClaimed() {
        return files.current() == null ? 0 : files.current().bytesClaimed();
    }

    /** Blocks claimed in the whole session. */
    public long blocksReceived() {
        return counters.blocksReceived;
    }

    /** Bytes of data in them. */
    public long bytesReceived() {
        return counters.bytesReceived;
    }

    /** Blocks of the current or the last file that were there already. */
    public long blockDuplicates() {
        return counters.blockDuplicates;
    }

    /** Blocks that the host had no room for. */
    public long blocksRefused() {
        return counters.blocksRefused;
    }

    /** Blocks that came too early, of another file, outside the file or of a wrong length. */
    public long blocksUnfit() {
        return counters.blocksUnfit;
    }

    /** Blocks asked for in all STATUS messages together. */
    public long naksSent() {
        return counters.naksSent;
    }

    /** STATUS messages sent. */
    public long statusesSent() {
        return counters.statusesSent;
    }

    /** The sender's packets that came, after the ANNOUNCE that the session was made of. */
    public long packets() {
        return sequences.packets();
    }

    /** Sequence numbers of the sender that were jumped over; late packets fill some of them. */
    public long sequenceGaps() {
        return sequences.gaps();
    }

    /** Packets that came behind a higher sequence number. */
    public long latePackets() {
        return sequences.late();
    }

    /** GRTT in force, nanoseconds. */
    public long grttNs() {
        return grtt.ns();
    }
}
