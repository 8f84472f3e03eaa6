package io.uftpengine.cli;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * What was typed for a role.
 *
 * @param given the options as text, flags as true; of one given twice the last, as with the reference
 * @param files what is no option
 */
record RoleArguments(Role role, Map<OptionSpec<?>, String> given, List<String> files) {
    /** What picocli has understood. */
    static RoleArguments of(Role role, ParseResult result) {
        return new RoleArguments(
                role, CommandTree.given(role, result), List.of(result.matchedPositionalValue(0, new String[0])));
    }

    /**
     * The arguments as picocli would read them if they are of the plainest kind: a role, its options by full name, files. Empty for
     * all others, and for whatever is wrong: picocli shall say so. Loading picocli and making its model takes 0.1 s, a third of a
     * short {@code send}.
     */
    static Optional<RoleArguments> plain(String... args) {
        Role role = args.length == 0 ? null : Role.named(args[0]).orElse(null);
        if (role == null) {
            return Optional.empty();
        }
        Map<String, OptionSpec<?>> names = names(role);
        Map<OptionSpec<?>, String> given = new LinkedHashMap<>();
        List<String> files = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            String argument = args[i];
            if (!looksLikeOption(argument)) {
                files.add(argument);
                continue;
            }
            int equalSign = argument.startsWith("--") ? argument.indexOf('=') : -1;
            OptionSpec<?> spec = names.get(equalSign < 0 ? argument : argument.substring(0, equalSign));
            if (spec == null || spec.isFlag() && equalSign >= 0) {
                return Optional.empty();
            }
            String value = "true";
            if (equalSign >= 0) {
                value = argument.substring(equalSign + 1);
            } else if (!spec.isFlag()) {
                value = ++i < args.length ? args[i] : "";
            }
            // A value that could be an option is picocli's to judge; but -R -1 is none, and frequent.
            if (value.isEmpty() || looksLikeOption(value) && !value.equals("-1")) {
                return Optional.empty();
            }
            given.put(spec, value);
        }
        boolean isPlain = !files.contains("") && (files.isEmpty() || role != Role.RECEIVE);
        return isPlain ? Optional.of(new RoleArguments(role, given, files)) : Optional.empty();
    }

    private static boolean looksLikeOption(String argument) {
        return argument.startsWith("-");
    }

    private static Map<String, OptionSpec<?>> names(Role role) {
        Map<String, OptionSpec<?>> names = new LinkedHashMap<>();
        for (OptionSpec<?> spec : Options.of(role)) {
            names.put("--" + spec.longName(), spec);
            if (spec.letter() != OptionSpec.NO_LETTER) {
                names.put("-" + spec.letter(), spec);
            }
        }
        return names;
    }
}
