package io.uftpengine.core.management;

import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.engine.SessionSnapshot.FileSnapshot;
import io.uftpengine.core.engine.SessionSnapshot.ReceiverSnapshot;
import io.uftpengine.core.report.JsonWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Sessions as JSON: IDs are 0x strings, times seconds, states lower case, what is not known null. Stateless. */
final class SessionsJson {
    /** Characters. What does not fit is counted, not listed: more than ten thousand receivers, usually. */
    static final int MAX_LENGTH = Pages.MAX_PAGE_BYTES - 64 * 1024;

    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final JsonWriter json = new JsonWriter();

    private SessionsJson() {}

    static String of(List<SessionSnapshot> sessions) {
        SessionsJson made = new SessionsJson();
        made.write(sessions);
        return made.json.toString();
    }

    private void write(List<SessionSnapshot> sessions) {
        json.beginObject();
        json.name("sessionCount").value(sessions.size());
        json.name("sessions").beginArray();
        for (SessionSnapshot session : sessions) {
            if (json.length() > MAX_LENGTH) {
                break;
            }
            session(session);
        }
        json.endArray().endObject();
    }

    private void session(SessionSnapshot session) {
        json.beginObject();
        json.name("role").value(word(session.role()));
        json.name("groupId").value(UniqueId.format(session.groupId()));
        json.name("instance").value(session.instance());
        json.name("uniqueId").value(UniqueId.format(session.uniqueId()));
        json.name("senderId").value(UniqueId.format(session.senderId()));
        json.name("remote").value(address(session.remote()));
        json.name("protocol").value(session.protocol());
        json.name("cipher").value(session.cipher());
        json.name("state").value(word(session.phase()));
        json.name("waitingFor").value(session.waitingFor());
        json.name("elapsedSeconds").value(seconds(session.elapsedNs()));
        json.name("grttSeconds").value(seconds(session.grttNs()));
        json.name("file");
        if (session.file().isPresent()) {
            file(session.file().get());
        } else {
            json.nullValue();
        }
        json.name("contentBytes").value(session.contentBytes());
        json.name("retransmittedBytes").value(session.retransmittedBytes());
        json.name("bytesPerSecond").value(session.bytesPerSecond());
        json.name("rateLimitBytesPerSecond");
        if (session.rateLimitBytesPerSecond().isPresent()) {
            json.value(session.rateLimitBytesPerSecond().get());
        } else {
            json.nullValue();
        }
        json.name("naks").value(session.naks());
        json.name("lossRatio").value(session.lossRatio());
        receivers(session.receivers());
        json.endObject();
    }

    private void file(FileSnapshot file) {
        json.beginObject();
        json.name("name").value(file.name());
        json.name("bytes").value(file.bytes());
        json.name("bytesDone").value(file.bytesDone());
        json.name("pass").value(file.pass());
        json.name("remainingSeconds")
                .value(file.remainingNs().map(SessionsJson::seconds).orElse(Double.NaN));
        json.endObject();
    }

    private void receivers(List<ReceiverSnapshot> receivers) {
        json.name("receiverCount").value(receivers.size());
        json.name("receivers").beginArray();
        for (ReceiverSnapshot receiver : receivers) {
            if (json.length() > MAX_LENGTH) {
                break;
            }
            receiver(receiver);
        }
        json.endArray();
    }

    private void receiver(ReceiverSnapshot receiver) {
        json.beginObject();
        json.name("id").value(UniqueId.format(receiver.receiverId()));
        json.name("address").value(receiver.address().map(SessionsJson::address).orElse(""));
        json.name("state").value(word(receiver.state()));
        json.name("reason").value(receiver.reason());
        json.name("bytesDone").value(receiver.bytesDone());
        json.name("fileBytesDone").value(receiver.fileBytesDone());
        json.name("naks").value(receiver.naks());
        json.name("lossRatio").value(receiver.lossRatio());
        json.name("rttSeconds").value(seconds(receiver.rttNs()));
        json.name("activeSeconds").value(seconds(receiver.activeNs()));
        json.endObject();
    }

    private static String address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static double seconds(long ns) {
        return ns / SECOND_NS;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
