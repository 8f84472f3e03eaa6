package io.uftpengine.cli;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Settings;
import java.util.Optional;

/** Remarks about options that were taken but do nothing. */
final class CommandNotes {
    private static final String KEY_CONTAINER = "system-key-container";

    private CommandNotes() {}

    static void log(Settings settings) {
        of(settings).ifPresent(Logging.logger()::info);
    }

    /** The remark to make. */
    static Optional<String> of(Settings settings) {
        return Options.find(settings.role(), KEY_CONTAINER)
                .filter(settings::isGiven)
                .map(OptionSpec::display)
                .map(option -> "option " + option + ": key containers exist on Windows only; ignored");
    }
}
