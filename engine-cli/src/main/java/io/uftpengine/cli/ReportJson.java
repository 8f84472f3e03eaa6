package io.uftpengine.cli;

import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.ReceiveReport;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SendReport.ReceiverReport;
import io.uftpengine.core.report.JsonWriter;
import java.util.Locale;

/** The final reports as JSON: IDs are 0x strings, times seconds, states and outcomes lower case. */
final class ReportJson {
    private static final double NS_PER_SECOND = 1e9;

    private ReportJson() {}

    static String send(SendReport report, int uniqueId, boolean isEncrypted, ExitCode code) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("role").value("send");
        send(json, report, uniqueId, isEncrypted, code);
        return json.endObject().toString();
    }

    /** The members of a sender's report, into an open object. */
    static void send(JsonWriter json, SendReport report, int uniqueId, boolean isEncrypted, ExitCode code) {
        json.name("exitCode").value(code.code());
        json.name("outcome").value(word(report.outcome()));
        json.name("reason").value(report.reason());
        json.name("encrypted").value(isEncrypted);
        json.name("groupId").value(UniqueId.format(report.groupId()));
        json.name("uniqueId").value(UniqueId.format(uniqueId));
        json.name("elapsedSeconds").value(report.elapsedNs() / NS_PER_SECOND);
        json.name("bytesOnWire").value(report.bytesOnWire());
        json.name("datagramsSent").value(report.datagramsSent());
        json.name("blocksSent").value(report.blocksSent());
        json.name("blocksRetransmitted").value(report.blocksRetransmitted());
        json.name("naksReceived").value(report.naksReceived());
        json.name("files").beginArray();
        for (SendReport.FileReport file : report.files()) {
            json.beginObject();
            json.name("id").value(file.fileId());
            json.name("name").value(file.name());
            json.name("size").value(file.size());
            json.name("problem").value(file.problem());
            json.endObject();
        }
        json.endArray();
        json.name("receivers").beginArray();
        report.receivers().forEach(receiver -> receiver(json, report, receiver));
        json.endArray();
    }

    private static void receiver(JsonWriter json, SendReport report, ReceiverReport receiver) {
        json.beginObject();
        json.name("id").value(UniqueId.format(receiver.receiverId()));
        json.name("state").value(word(receiver.state()));
        json.name("reason").value(receiver.reason());
        json.name("files").beginArray();
        for (int i = 0; i < receiver.results().size(); i++) {
            json.beginObject();
            json.name("name")
                    .value(i < report.files().size() ? report.files().get(i).name() : "");
            json.name("result").value(word(receiver.results().get(i)));
            json.endObject();
        }
        json.endArray();
        json.name("bytes").value(receiver.bytes());
        json.name("naks").value(receiver.naks());
        json.name("activeSeconds").value(receiver.activeNs() / NS_PER_SECOND);
        json.name("rttSeconds").value(receiver.rttNs() / NS_PER_SECOND);
        json.endObject();
    }

    static String receive(ReceiveReport report, ExitCode code) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("role").value("receive");
        json.name("exitCode").value(code.code());
        json.name("interrupted").value(report.interrupted());
        json.name("encrypted").value(false);
        json.name("uniqueId").value(UniqueId.format(report.uniqueId()));
        json.name("sessionsCompleted").value(report.sessionsCompleted());
        json.name("sessionsFailed").value(report.sessionsFailed());
        json.name("filesReceived").value(report.filesReceived());
        json.name("bytesReceived").value(report.bytesReceived());
        return json.endObject().toString();
    }

    /** Instead of a report, when it did not come to one. */
    static String error(String command, ExitCode code, String message) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("role").value(command);
        json.name("exitCode").value(code.code());
        json.name("error").value(message);
        return json.endObject().toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
