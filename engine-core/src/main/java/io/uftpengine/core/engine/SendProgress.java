package io.uftpengine.core.engine;

/**
 * Where a sender stands.
 *
 * @param fileName the file being sent, or empty
 * @param fileBytes its size
 * @param fileBytesSent bytes of it sent for the first time
 * @param pass 1 = first pass over the file
 * @param totalBytesSent bytes of file content sent in the session, retransmissions included
 * @param retransmittedBytes the retransmissions among them
 * @param receiversActive taking part
 * @param receiversDone finished with the current file, or with the session
 * @param receiversFailed lost or aborted
 * @param naksReceived blocks asked for again
 * @param waitingFor what the sender waits for, or empty while data flows
 */
public record SendProgress(
        String fileName,
        long fileBytes,
        long fileBytesSent,
        int pass,
        long totalBytesSent,
        long retransmittedBytes,
        int receiversActive,
        int receiversDone,
        int receiversFailed,
        long naksReceived,
        String waitingFor) {}
