package io.uftpengine.core.config;

import java.util.Locale;
import java.util.Set;

/**
 * The one declaration of an option. The command line, the environment variables, settings files, {@code config show}
 * and the reference tables in the README are all made from it.
 *
 * @param longName without the dashes
 * @param letter the reference's letter, or {@link #NO_LETTER}
 * @param roles whose option it is
 * @param type what its value is
 * @param defaultText the default as a user would write it; empty = none
 * @param defaultWords what happens without the option, for people, when there is no default text
 * @param sentence what it does, one sentence
 * @param support whether it works
 */
public record OptionSpec<T>(
        String longName,
        char letter,
        Set<Role> roles,
        ValueType<T> type,
        String defaultText,
        String defaultWords,
        String sentence,
        Support support) {
    /** For options that the reference does not have. */
    public static final char NO_LETTER = 0;

    static final String ENVIRONMENT_PREFIX = "UFTP_ENGINE_";

    /** Whether an option works. */
    public enum Support {
        /** It does what it says. */
        WORKS,
        /** It is the reference's, and there is nothing to do here: taken without a word, or with a note. */
        ACCEPTED,
        /** Its letter is reserved, using it is an error. */
        PLANNED
    }

    public OptionSpec {
        roles = Set.copyOf(roles);
    }

    /** Each is declared once, so it is equal to itself only; and a record's own way takes its first use 15 ms. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return longName.hashCode();
    }

    /** As errors and help name it: {@code -p (--port)} or {@code --json}. */
    public String display() {
        return letter == NO_LETTER ? "--" + longName : "-" + letter + " (--" + longName + ")";
    }

    public boolean isFlag() {
        return type.label().isEmpty();
    }

    /** Help and the reference tables show it. */
    public boolean isShown() {
        return support != Support.PLANNED;
    }

    /** The environment variable for every role that has the option. */
    public String variable() {
        return ENVIRONMENT_PREFIX + upperCase(longName);
    }

    /** The environment variable for one role, which wins over {@link #variable()}. */
    public String variable(Role role) {
        return ENVIRONMENT_PREFIX + role.name() + "_" + upperCase(longName);
    }

    /** The default for people. */
    public String defaultForPeople() {
        return defaultText.isEmpty() ? defaultWords : defaultText;
    }

    private static String upperCase(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static <T> Builder<T> option(String longName, char letter, ValueType<T> type, Role... roles) {
        return new Builder<>(longName, letter, type, Set.of(roles));
    }

    static OptionSpec<Boolean> flag(String longName, char letter, String sentence, Role... roles) {
        return new OptionSpec<>(longName, letter, Set.of(roles), ValueType.FLAG, "false", "", sentence, Support.WORKS);
    }

    static OptionSpec<Boolean> acceptedFlag(String longName, char letter, String sentence, Role... roles) {
        return new OptionSpec<>(
                longName, letter, Set.of(roles), ValueType.FLAG, "false", "", sentence, Support.ACCEPTED);
    }

    static OptionSpec<Boolean> plannedFlag(String longName, char letter, Role... roles) {
        return new OptionSpec<>(longName, letter, Set.of(roles), ValueType.FLAG, "false", "", "", Support.PLANNED);
    }

    static OptionSpec<String> planned(String longName, char letter, Role... roles) {
        ValueType<String> anything = new ValueType<>("VALUE", "", text -> text);
        return new OptionSpec<>(longName, letter, Set.of(roles), anything, "", "", "", Support.PLANNED);
    }

    /** What is the same for options with a value. */
    record Builder<T>(String longName, char letter, ValueType<T> type, Set<Role> roles) {
        OptionSpec<T> byDefault(String defaultText, String sentence) {
            return new OptionSpec<>(longName, letter, roles, type, defaultText, "", sentence, Support.WORKS);
        }

        /** Without a default value: what happens then. */
        OptionSpec<T> orElse(String defaultWords, String sentence) {
            return new OptionSpec<>(longName, letter, roles, type, "", defaultWords, sentence, Support.WORKS);
        }
    }
}
