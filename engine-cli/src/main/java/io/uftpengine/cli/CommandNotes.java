package io.uftpengine.cli;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Settings;

/** Remarks about options that were taken but do nothing. */
final class CommandNotes {
    private static final String KEY_CONTAINER = "system-key-container";

    private CommandNotes() {}

    static void log(Settings settings) {
        Options.find(settings.role(), KEY_CONTAINER)
                .filter(settings::isGiven)
                .map(OptionSpec::display)
                .ifPresent(option ->
                        Logging.logger().info("option {}: key containers exist on Windows only; ignored", option));
    }
}
