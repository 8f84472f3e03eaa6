package io.uftpengine.cli;

import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;

/** What a process returns; 0 to 10 are the reference's (wire facts 13.6). */
enum ExitCode {
    DONE(0, "at least one receiver got at least one file"),
    BAD_OPTION(1, "bad option"),
    NETWORK(2, "network set-up"),
    KEYS(3, "keys or crypto"),
    LOG_FILE(4, "log file"),
    MEMORY(5, "out of memory"),
    INTERRUPTED(6, "interrupted"),
    NO_ANNOUNCE_ANSWER(7, "nobody answered the ANNOUNCE"),
    NO_FILEINFO_ANSWER(8, "nobody answered the FILEINFO"),
    ALL_LOST(9, "all receivers dropped or aborted"),
    NOTHING_DELIVERED(10, "nothing received"),
    NOT_READY(11, "health: the engine is not ready, or does not answer"),
    INCOMPLETE(12, "with --strict: a receiver lacks a file; demo: a copy differs"),
    DEFECT(13, "a defect of this program, please report it");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    static ExitCode of(OptionException fault) {
        return switch (fault.kind()) {
            case OPTION -> BAD_OPTION;
            case KEYS -> KEYS;
        };
    }

    static ExitCode of(EngineException fault) {
        return switch (fault.kind()) {
            case CONFIGURATION -> BAD_OPTION;
            case NETWORK -> NETWORK;
        };
    }

    /** @param isStrict whether anything less than everything to everybody is a failure */
    static ExitCode of(SendReport report, boolean isStrict) {
        ExitCode code = of(report.outcome());
        return isStrict && code != INTERRUPTED && !report.isEverythingDelivered() ? INCOMPLETE : code;
    }

    private static ExitCode of(SessionOutcome outcome) {
        return switch (outcome) {
            case COMPLETED -> DONE;
            case NO_ANNOUNCE_ANSWER -> NO_ANNOUNCE_ANSWER;
            case NO_FILEINFO_ANSWER -> NO_FILEINFO_ANSWER;
            case ALL_LOST, ABORTED_BY_PEER, PEER_LOST, FAILED, HANDSHAKE_FAILED -> ALL_LOST;
            case NOTHING_DELIVERED -> NOTHING_DELIVERED;
            case INTERRUPTED -> INTERRUPTED;
        };
    }
}
