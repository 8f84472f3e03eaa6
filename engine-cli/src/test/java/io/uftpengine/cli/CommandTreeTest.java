package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

class CommandTreeTest {
    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldReadEveryOptionByLetterAndByLongName(Role role) {
        for (OptionSpec<?> spec : Options.of(role)) {
            Map<OptionSpec<?>, String> expected = Map.of(spec, spec.isFlag() ? "true" : "value");
            String longName = "--" + spec.longName();
            assertEquals(expected, spec.isFlag() ? given(role, longName) : given(role, longName, "value"));
            if (!spec.isFlag()) {
                assertEquals(expected, given(role, longName + "=value"));
            }
            if (spec.letter() != OptionSpec.NO_LETTER) {
                String letter = "-" + spec.letter();
                assertEquals(expected, spec.isFlag() ? given(role, letter) : given(role, letter, "value"));
                if (!spec.isFlag()) {
                    assertEquals(expected, given(role, letter + "value"));
                }
            }
        }
    }

    @Test
    void shouldReadClustersNegativeNumbersAndTheLastOfRepeatedOptions() {
        assertEquals(named("follow-links", "true", "quit-on-error", "true", "rate", "-1"), send("-lqR", "-1", "f"));
        assertEquals(named("rate", "-1"), send("-R-1", "f"));
        assertEquals(named("rate", "-1"), send("--rate=-1", "f"));
        assertEquals(named("rate", "3", "follow-links", "true"), send("-R", "1", "-l", "-R", "3", "-l", "f"));
    }

    @Test
    void shouldMixFilesAndOptionsAsTheReferenceDoes() {
        ParseResult result = parse(Role.SEND, "a", "-R", "5", "@b", "--", "-c", "@DELETE:x");
        assertArrayEquals(new String[] {"a", "@b", "-c", "@DELETE:x"}, result.matchedPositionalValue(0, new String[0]));
        assertEquals(named("rate", "5"), CommandTree.given(Role.SEND, result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "sender", "uftp", "server"})
    void shouldKnowTheSenderByAllItsNames(String name) {
        assertEquals(
                "send",
                CommandTree.build()
                        .parseArgs(name, "f")
                        .subcommand()
                        .commandSpec()
                        .name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"receive", "receiver", "client", "uftpd"})
    void shouldKnowTheReceiverByAllItsNames(String name) {
        assertEquals(
                "receive",
                CommandTree.build().parseArgs(name).subcommand().commandSpec().name());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldExplainEveryOptionThatWorksAndNoOther(Role role) {
        String help = CommandRun.of(role.command(), "--help").out();
        for (OptionSpec<?> spec : Options.of(role)) {
            assertEquals(
                    spec.isShown(),
                    help.lines()
                            .anyMatch(line ->
                                    line.matches(".*--" + spec.longName() + (spec.isFlag() ? "( .*)?" : "=.*"))),
                    spec.display());
            if (spec.isShown() && spec.letter() != OptionSpec.NO_LETTER) {
                assertTrue(help.contains("-" + spec.letter() + ", --" + spec.longName()), spec.display());
            }
        }
        assertTrue(help.contains("Exit codes:"), help);
        assertTrue(help.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F), "ASCII, whatever the terminal");
        assertFalse(help.contains("%"), help);
    }

    @Test
    void shouldTellServersWhichSideTheyAre() {
        String help = CommandRun.of("server", "--help").out();
        assertTrue(help.contains("this sends files; a receiver is `receive`"), help);
    }

    private static Map<OptionSpec<?>, String> named(String... namesAndValues) {
        Map<OptionSpec<?>, String> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(Options.find(Role.SEND, namesAndValues[i]).orElseThrow(), namesAndValues[i + 1]);
        }
        return map;
    }

    private static Map<OptionSpec<?>, String> send(String... args) {
        return given(Role.SEND, args);
    }

    private static Map<OptionSpec<?>, String> given(Role role, String... args) {
        return CommandTree.given(role, parse(role, args));
    }

    private static ParseResult parse(Role role, String... args) {
        String[] all = new String[args.length + 1];
        all[0] = role.command();
        System.arraycopy(args, 0, all, 1, args.length);
        return CommandTree.build().parseArgs(all).subcommand();
    }
}
