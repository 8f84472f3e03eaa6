package io.uftpengine.cli;

import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SendReport.FileReport;
import io.uftpengine.core.engine.SendReport.ReceiverReport;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of a sender for people: one row per receiver, then a summary. */
final class SendReportText {
    private static final double NS_PER_SECOND = 1e9;
    private static final double BITS_PER_BYTE = 8;

    private SendReportText() {}

    static List<String> lines(SendReport report) {
        List<String> lines = new ArrayList<>();
        if (!report.receivers().isEmpty()) {
            TextTable table = new TextTable().row("RECEIVER", "STATE", "FILES", "BYTES", "TIME", "LOSS", "");
            report.receivers().forEach(receiver -> table.row(row(report, receiver)));
            lines.addAll(table.lines());
        }
        for (FileReport file : report.files()) {
            if (!file.problem().isEmpty()) {
                lines.add("not sent: " + DisplayText.safe(file.name() + ": " + file.problem()));
            }
        }
        lines.add(summary(report));
        return lines;
    }

    private static String[] row(SendReport report, ReceiverReport receiver) {
        long whole = receiver.results().stream().filter(FileOutcome::isSuccess).count();
        return new String[] {
            UniqueId.format(receiver.receiverId()),
            receiver.state().name().toLowerCase(Locale.ROOT),
            whole + "/" + report.files().size(),
            DisplayText.bytes(receiver.bytes()),
            DisplayText.duration(receiver.activeNs()),
            loss(receiver.naks(), report.blocksSent()),
            DisplayText.safe(receiver.reason())
        };
    }

    private static String loss(long naks, long blocks) {
        double percent = blocks == 0 ? 0 : 100.0 * naks / blocks;
        return String.format(Locale.ROOT, "%.2f %% (%d of %d blocks)", percent, naks, blocks);
    }

    private static String summary(SendReport report) {
        long bytes = report.files().stream().mapToLong(FileReport::size).sum();
        String reason = report.reason().isEmpty() ? "" : ": " + DisplayText.safe(report.reason());
        return "session " + UniqueId.format(report.groupId()) + " " + words(report.outcome()) + reason + "; "
                + DisplayText.count(report.files().size(), "file") + ", " + DisplayText.bytes(bytes) + " in "
                + DisplayText.duration(report.elapsedNs()) + ", " + DisplayText.bytes(report.bytesOnWire())
                + " on the wire (" + DisplayText.rate(rate(report)) + "), "
                + DisplayText.count(report.blocksRetransmitted(), "block") + " sent again";
    }

    private static double rate(SendReport report) {
        return report.elapsedNs() == 0
                ? 0
                : report.bytesOnWire() * BITS_PER_BYTE / (report.elapsedNs() / NS_PER_SECOND);
    }

    /** What happened, as the end of a sentence about a session. */
    static String words(SessionOutcome outcome) {
        return switch (outcome) {
            case COMPLETED -> "completed";
            case NO_ANNOUNCE_ANSWER -> "failed, nobody answered the ANNOUNCE";
            case NO_FILEINFO_ANSWER -> "failed, nobody answered the FILEINFO";
            case ALL_LOST -> "failed, receivers dropped out or aborted";
            case NOTHING_DELIVERED -> "ended, but no file was delivered";
            case INTERRUPTED -> "interrupted";
            case ABORTED_BY_PEER -> "aborted by the sender";
            case PEER_LOST -> "failed, the sender fell silent";
            case FAILED -> "failed here";
            case HANDSHAKE_FAILED -> "refused, the handshake failed";
        };
    }
}
