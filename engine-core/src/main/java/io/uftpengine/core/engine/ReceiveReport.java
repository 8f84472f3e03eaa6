package io.uftpengine.core.engine;

/**
 * The end of a receiver.
 *
 * @param interrupted true when sessions were cut by stopping
 */
public record ReceiveReport(
        int uniqueId,
        long sessionsCompleted,
        long sessionsFailed,
        long filesReceived,
        long bytesReceived,
        boolean interrupted) {}
