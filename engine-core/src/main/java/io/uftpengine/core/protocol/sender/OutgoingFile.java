package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.protocol.machine.TaskResult.SourceOpened;
import io.uftpengine.core.protocol.transfer.SectionLayout;

/** One object of the list to send. Changed by the session only; the public getters are for reports. */
public final class OutgoingFile {
    /** Longest name plus link, bytes (wire facts 2.5). */
    static final int MAX_NAMES_LENGTH = 300;

    static final int MAX_NAME_LENGTH = 299;

    private static final long MAX_WIRE_TIME = 0xFFFF_FFFFL;
    private static final long MAX_SIZE = (1L << 48) - 1;

    private final int position;
    private final int fileId;
    private final String name;
    private final long size;
    private final FileType type;
    private final long modifiedSeconds;
    private final WireName wireName;
    private final WireName wireLink;
    private final SectionLayout layout;
    private String problem;
    /** What to report of it, as far as known. */
    private FileOutcome worst = FileOutcome.COPY;

    private OutgoingFile(
            int position,
            int fileId,
            String name,
            long size,
            FileType type,
            long modifiedSeconds,
            WireName wireName,
            WireName wireLink,
            SectionLayout layout,
            String problem) {
        this.position = position;
        this.fileId = fileId;
        this.name = name;
        this.size = size;
        this.type = type;
        this.modifiedSeconds = modifiedSeconds;
        this.wireName = wireName;
        this.wireLink = wireLink;
        this.layout = layout;
        this.problem = problem;
    }

    /** An object that can't be sent. */
    static OutgoingFile unusable(int position, int fileId, String name, String problem) {
        return new OutgoingFile(position, fileId, name, 0, null, 0, null, null, null, problem);
    }

    /** An opened object; with a {@link #problem()} when it does not fit the protocol. */
    static OutgoingFile opened(int position, SourceOpened source, int blockSize) {
        try {
            WireName name = WireName.of(source.name());
            WireName link = WireName.of(source.link());
            if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.length() + link.length() > MAX_NAMES_LENGTH) {
                return unusable(position, source.fileId(), source.name(), "name empty or too long for the protocol");
            }
            if (source.size() > MAX_SIZE) {
                return unusable(position, source.fileId(), source.name(), "too large for the protocol");
            }
            return new OutgoingFile(
                    position,
                    source.fileId(),
                    source.name(),
                    source.size(),
                    source.type(),
                    wireTime(source.modifiedSeconds()),
                    name,
                    link,
                    new SectionLayout(source.size(), blockSize),
                    "");
        } catch (IllegalArgumentException e) {
            return unusable(position, source.fileId(), source.name(), e.getMessage());
        }
    }

    /** What does not fit 32 bits is not sent: the reference misreads it (T30). */
    private static long wireTime(long modifiedSeconds) {
        return modifiedSeconds < 0 || modifiedSeconds > MAX_WIRE_TIME ? 0 : modifiedSeconds;
    }

    FileType type() {
        return type;
    }

    long modifiedSeconds() {
        return modifiedSeconds;
    }

    WireName wireName() {
        return wireName;
    }

    WireName wireLink() {
        return wireLink;
    }

    SectionLayout layout() {
        return layout;
    }

    void setProblem(String text) {
        problem = text;
    }

    /** A receiver's outcome; the file's own is COPY when all are successes, else the worst. */
    void note(FileOutcome outcome) {
        if (!outcome.isSuccess() && outcome.ordinal() > worst.ordinal()) {
            worst = outcome;
        }
    }

    FileOutcome worst() {
        return worst;
    }

    /** Position in the order of sending, from 0. */
    public int position() {
        return position;
    }

    /** Its number on the wire, 1..65535. */
    public int fileId() {
        return fileId;
    }

    /** Name on the wire. */
    public String name() {
        return name;
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** Why it could not be sent, or empty. */
    public String problem() {
        return problem;
    }
}
