package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.message.Complete;

/**
 * The file that was finished last, and its answer: the COMPLETE that every FILEINFO and DONE of it gets, for the one before may be lost
 * (wire facts 8.4).
 */
final class FinishedFile {
    /** Most time, unless a GRTT is shorter, between the copies of one DONE; its own and what the path adds. */
    static final long COPY_NS = 4_000_000;

    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    /** Null before the first. */
    private Complete answer;
    /** A DONE was answered, and when last. */
    private boolean doneAnswered;

    private long answeredNs;

    FinishedFile(AdvertisedGrtt grtt, ReceiverOutbox outbox) {
        this.grtt = grtt;
        this.outbox = outbox;
    }

    /** Another file is finished. */
    void become(Complete newAnswer) {
        answer = newAnswer;
    }

    boolean is(int fileId) {
        return answer != null && answer.fileId() == fileId;
    }

    /** Whether the sender has left a file with that ID behind, if it is another. */
    boolean isNotOlderThan(int fileId) {
        return answer != null && !isNewer(fileId, answer.fileId());
    }

    /** Files are numbered upwards and round the corner (wire facts 2.5), so the nearer way tells which is newer. */
    static boolean isNewer(int fileId, int than) {
        return (short) (fileId - than) > 0;
    }

    /** The first DONE is answered, however soon it comes. */
    void expectDone() {
        doneAnswered = false;
    }

    /** A DONE asks for the answer. The sender may send each DONE twice; it does not repeat one so soon. */
    void answerDone(long nowNs) {
        if (!doneAnswered || nowNs - answeredNs >= Math.min(COPY_NS, grtt.ns())) {
            outbox.send(answer);
            doneAnswered = true;
            answeredNs = nowNs;
        }
    }

    /** A FILEINFO asks for it. */
    void answerFileInfo() {
        outbox.send(answer);
    }
}
