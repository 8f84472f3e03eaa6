package io.uftpengine.cli;

import io.uftpengine.core.config.Settings;
import java.io.PrintStream;

/** Prints every effective value of a role and where it came from. */
final class ConfigShow {
    private final Settings settings;

    ConfigShow(Settings settings) {
        this.settings = settings;
    }

    void print(PrintStream out) {
        TextTable table = new TextTable().row("OPTION", "VALUE", "FROM");
        settings.lines()
                .forEach(line -> table.row(
                        line.spec().longName(), line.text(), line.origin().words()));
        table.lines().forEach(out::println);
    }
}
