package io.uftpengine.core.protocol.receiver;

/**
 * Counts gaps and late packets in the sender's 16-bit sequence (wire facts 5.2).
 *
 * <p>Deliberate deviation: the reference drops what is more than 5 positions late (T10); this receiver drops nothing for its
 * sequence number. A late block is as good as any other, for claiming is idempotent. A late control message does no harm
 * because each is judged by what it says and not by when it arrives: REG_CONF, FILEINFO, DONE and DONE_CONF name the
 * receiver and the file, files are compared by the age of their IDs, and an answer always tells the truth of the moment.
 */
final class SequenceStatistics {
    private int highest;
    private long packets;
    private long late;
    private long gaps;

    SequenceStatistics(int first) {
        highest = first & 0xFFFF;
    }

    void onPacket(int sequence) {
        packets++;
        int ahead = (short) (sequence - highest);
        if (ahead > 0) {
            gaps += ahead - 1;
            highest = sequence & 0xFFFF;
        } else if (ahead < 0) {
            late++;
        }
    }

    /** 0..65535. */
    int highest() {
        return highest;
    }

    /** All packets seen, but the one that the first number is of. */
    long packets() {
        return packets;
    }

    /** Packets behind the highest number seen. */
    long late() {
        return late;
    }

    /** Numbers jumped over; late packets fill some of them. */
    long gaps() {
        return gaps;
    }
}
