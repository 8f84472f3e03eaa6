package io.uftpengine.core.metrics;

import java.util.List;

/**
 * The one declaration of each meter; what is registered and the reference table in the README are made from it. Counters
 * count from the start of the process and never go down; gauges are sums over the sessions under way unless they say otherwise.
 */
public enum EngineMeter {
    SESSIONS("uftp.sessions", Kind.GAUGE, Unit.SESSIONS, "sessions under way", MeterTag.ROLE, MeterTag.PHASE),
    SESSIONS_ENDED(
            "uftp.sessions.ended",
            Kind.COUNTER,
            Unit.SESSIONS,
            "sessions that are over",
            MeterTag.ROLE,
            MeterTag.SESSION_OUTCOME),
    ANNOUNCES_REFUSED(
            "uftp.announces.refused",
            Kind.COUNTER,
            Unit.DATAGRAMS,
            "ANNOUNCEs for this receiver that it did not follow: as many sessions as allowed are open (limit), or it does not"
                    + " accept the sender or its terms (terms)",
            MeterTag.REFUSAL),
    RECEIVERS(
            "uftp.receivers",
            Kind.GAUGE,
            Unit.RECEIVERS,
            "receivers of the senders' sessions under way",
            MeterTag.RECEIVER_STATE),
    RECEIVERS_ENTERED(
            "uftp.receivers.entered",
            Kind.COUNTER,
            Unit.RECEIVERS,
            "times that a receiver came to a state, as its sender sees it; mute: it did not answer the ANNOUNCEs",
            MeterTag.RECEIVER_STATE),
    NETWORK_BYTES(
            "uftp.network",
            Kind.COUNTER,
            Unit.BYTES,
            "UDP payload received from and handed to the kernel: UFTP headers are counted, IP and UDP headers are not",
            MeterTag.ROLE,
            MeterTag.DIRECTION),
    NETWORK_DATAGRAMS(
            "uftp.network.datagrams",
            Kind.COUNTER,
            Unit.DATAGRAMS,
            "datagrams received from and handed to the kernel; with segmentation offload, each segment",
            MeterTag.ROLE,
            MeterTag.DIRECTION),
    DATAGRAMS_DROPPED(
            "uftp.datagrams.dropped",
            Kind.COUNTER,
            Unit.DATAGRAMS,
            "datagrams that arrived and were thrown away",
            MeterTag.ROLE,
            MeterTag.DROP_REASON),
    KERNEL_DROPS(
            "uftp.kernel.drops",
            Kind.COUNTER,
            Unit.DATAGRAMS,
            "datagrams that reached this machine and that the kernel threw away, because the socket's receive buffer was full or a"
                    + " checksum was wrong (Linux: /proc/net/udp)",
            MeterTag.ROLE),
    SEQUENCE_GAPS(
            "uftp.sequence.gaps",
            Kind.COUNTER,
            Unit.DATAGRAMS,
            "sequence numbers of senders that a receiver saw jumped over; less uftp.sequence.late and the receivers'"
                    + " uftp.kernel.drops, this is what the network lost"),
    SEQUENCE_LATE(
            "uftp.sequence.late",
            Kind.COUNTER,
            Unit.DATAGRAMS,
            "datagrams that a receiver got behind one with a higher sequence number"),
    SEND_FAILURES(
            "uftp.send.failures",
            Kind.COUNTER,
            Unit.CALLS,
            "send calls that the kernel refused; what they carried is lost",
            MeterTag.ROLE),
    BLOCKS_SENT("uftp.blocks.sent", Kind.COUNTER, Unit.BLOCKS, "blocks sent, retransmissions included"),
    BLOCKS_RETRANSMITTED(
            "uftp.blocks.retransmitted", Kind.COUNTER, Unit.BLOCKS, "blocks sent again because a receiver lacked them"),
    BLOCKS_RECEIVED("uftp.blocks.received", Kind.COUNTER, Unit.BLOCKS, "blocks received that were wanted and taken"),
    BLOCKS_UNWANTED(
            "uftp.blocks.unwanted",
            Kind.COUNTER,
            Unit.BLOCKS,
            "blocks received that were not wanted: retransmissions for others, mostly"),
    FILE_SENT("uftp.file.sent", Kind.COUNTER, Unit.BYTES, "file content sent, retransmissions included"),
    FILE_RETRANSMITTED("uftp.file.retransmitted", Kind.COUNTER, Unit.BYTES, "file content sent again"),
    FILE_RECEIVED("uftp.file.received", Kind.COUNTER, Unit.BYTES, "file content received in blocks that were taken"),
    NAKS(
            "uftp.naks",
            Kind.COUNTER,
            Unit.BLOCKS,
            "blocks asked for again, by each receiver: in at senders, out at receivers",
            MeterTag.DIRECTION),
    SEND_RATE(
            "uftp.send.rate",
            Kind.GAUGE,
            Unit.BYTES_PER_SECOND,
            "IP packets that the senders' pacing allows now; congestion control and -R -1 change it"),
    SEND_RATE_LIMIT(
            "uftp.send.rate.limit",
            Kind.GAUGE,
            Unit.BYTES_PER_SECOND,
            "the rates above that senders do not go, as configured; infinite when one has no limit"),
    GRTT(
            "uftp.grtt",
            Kind.GAUGE,
            Unit.SECONDS,
            "group round-trip time in force, the longest of all sessions",
            MeterTag.ROLE),
    LOSS_RATIO(
            "uftp.loss.ratio",
            Kind.GAUGE,
            Unit.RATIO,
            "lost on the way, 0 to 1, since the sessions under way began. Sender: blocks asked for again to blocks that were to"
                    + " arrive; receiver: missing sequence numbers to all",
            MeterTag.ROLE),
    HANDSHAKE_DURATION(
            "uftp.handshake.duration",
            Kind.TIMER,
            Unit.SECONDS,
            "from the first ANNOUNCE until the first file can be offered, keys agreed",
            MeterTag.ROLE),
    FILE_DURATION(
            "uftp.file.duration",
            Kind.TIMER,
            Unit.SECONDS,
            "from the offer of a file until it is finished with",
            MeterTag.ROLE,
            MeterTag.FILE_OUTCOME),
    SESSION_DURATION(
            "uftp.session.duration", Kind.TIMER, Unit.SECONDS, "from the first ANNOUNCE to the end", MeterTag.ROLE),
    DISK_WRITE(
            "uftp.disk.write",
            Kind.FUNCTION_TIMER,
            Unit.SECONDS,
            "time in calls that write received blocks; a call takes a run of them"),
    DISK_READ(
            "uftp.disk.read",
            Kind.FUNCTION_TIMER,
            Unit.SECONDS,
            "time in calls that read blocks to be sent; a call takes many"),
    STAGING_USED("uftp.staging.used", Kind.GAUGE, Unit.BYTES, "memory of the receivers that waits for the disk"),
    STAGING_LIMIT(
            "uftp.staging.limit",
            Kind.GAUGE,
            Unit.BYTES,
            "the most that may wait; beyond it blocks are dropped (staging_full)"),
    EVENT_LOOP_LAG(
            "uftp.eventloop.lag",
            Kind.TIMER,
            Unit.SECONDS,
            "how late the role's event loop is with a timer, looked at ten times a second",
            MeterTag.ROLE),
    BUFFERS_USED(
            "uftp.buffers.used",
            Kind.GAUGE,
            Unit.BYTES,
            "memory that Netty's buffer pools hold in this process",
            MeterTag.ALLOCATOR,
            MeterTag.MEMORY);

    /** What a meter is. */
    public enum Kind {
        /** Only goes up. */
        COUNTER("counter"),
        /** What is so now. */
        GAUGE("gauge"),
        /** How often and how long, with the longest of the last minutes and a histogram. */
        TIMER("timer"),
        /** How often and how long altogether. */
        FUNCTION_TIMER("timer, sum and count only");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What a value counts. */
    public enum Unit {
        SECONDS("seconds", true),
        BYTES("bytes", true),
        BYTES_PER_SECOND("bytes per second", true),
        RATIO("ratio", false),
        SESSIONS("sessions", false),
        RECEIVERS("receivers", false),
        DATAGRAMS("datagrams", false),
        BLOCKS("blocks", false),
        CALLS("calls", false);

        private final String text;
        private final boolean inName;

        Unit(String text, boolean inName) {
            this.text = text;
            this.inName = inName;
        }

        @Override
        public String toString() {
            return text;
        }

        /** Micrometer's base unit, which Prometheus names end with; null for things that the name says. */
        String baseUnit() {
            return inName ? text.replace(' ', '_') : null;
        }
    }

    private final String meterName;
    private final Kind kind;
    private final Unit unit;
    private final String description;
    private final List<MeterTag> tags;

    EngineMeter(String meterName, Kind kind, Unit unit, String description, MeterTag... tags) {
        this.meterName = meterName;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** The name in Micrometer. */
    public String meterName() {
        return meterName;
    }

    /** The name in Prometheus' format; a timer has several, with this one in front of {@code _count}, {@code _sum} and so on. */
    public String prometheusName() {
        String name = meterName.replace('.', '_');
        String base = unit.baseUnit();
        if (base != null && !name.endsWith(base)) {
            name += "_" + base;
        }
        return kind == Kind.COUNTER ? name + "_total" : name;
    }

    public Kind kind() {
        return kind;
    }

    public Unit unit() {
        return unit;
    }

    /** One sentence, without a full stop at its end. */
    public String description() {
        return description;
    }

    /** What its series differ in. */
    public List<MeterTag> tags() {
        return tags;
    }
}
