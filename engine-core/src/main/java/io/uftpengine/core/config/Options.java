package io.uftpengine.core.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All options of all roles. */
public final class Options {
    private static final List<OptionSpec<?>> ALL = Stream.of(
                    SendOptions.ALL, ReceiveOptions.ALL, KeysOptions.ALL, CommonOptions.ALL)
            .flatMap(List::stream)
            .toList();

    private Options() {}

    /** A role's own options first, then those it shares with others. */
    public static List<OptionSpec<?>> of(Role role) {
        return ALL.stream().filter(spec -> spec.roles().contains(role)).toList();
    }

    /** The role's option with this long name. */
    public static Optional<OptionSpec<?>> find(Role role, String longName) {
        return of(role).stream()
                .filter(spec -> spec.longName().equals(longName))
                .findFirst();
    }
}
