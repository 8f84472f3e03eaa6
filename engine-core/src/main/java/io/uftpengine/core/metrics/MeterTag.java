package io.uftpengine.core.metrics;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What tells the series of a meter apart. The values are few and known beforehand: never a receiver's ID or a file's name. */
public enum MeterTag {
    /** Which role counts. */
    ROLE("role", List.of("sender", "receiver")),
    /** Where a session is. */
    PHASE("state", namesOf(Arrays.stream(Phase.values()).filter(phase -> phase != Phase.OVER))),
    /** How a session ended: an outcome, or by a defect of the engine. */
    SESSION_OUTCOME(
            "outcome",
            Stream.concat(namesOf(Arrays.stream(SessionOutcome.values())).stream(), Stream.of(MeterTag.DEFECT))
                    .toList()),
    /** A receiver as its sender sees it. */
    RECEIVER_STATE("state", namesOf(Arrays.stream(ReceiverState.values()))),
    /** Whether something came or left. */
    DIRECTION("direction", List.of("in", "out")),
    /** Why a datagram was dropped. */
    DROP_REASON("reason", namesOf(Arrays.stream(DropCause.values()))),
    /** Why no session was made of an ANNOUNCE: too many sessions, or its sender or its terms are not accepted. */
    REFUSAL("reason", List.of("limit", "terms")),
    /** What became of a file: at a receiver there, at a sender at all of them. */
    FILE_OUTCOME("outcome", namesOf(Arrays.stream(FileOutcome.values()))),
    /** Netty's default allocator, which sockets and slabs use, or its pooled one, which receivers stage blocks in. */
    ALLOCATOR("allocator", List.of("default", "pooled")),
    /** Where memory is. */
    MEMORY("memory", List.of("direct", "heap"));

    /** How a session ended that the engine failed. */
    static final String DEFECT = "defect";

    private final String key;
    private final List<String> choices;

    MeterTag(String key, List<String> choices) {
        this.key = key;
        this.choices = List.copyOf(choices);
    }

    /** The tag's name. */
    public String key() {
        return key;
    }

    /** All values that it can have. */
    public List<String> choices() {
        return choices;
    }

    /** A constant as the value of a tag. */
    static String textOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> namesOf(Stream<? extends Enum<?>> constants) {
        return constants.<String>map(MeterTag::textOf).toList();
    }
}
