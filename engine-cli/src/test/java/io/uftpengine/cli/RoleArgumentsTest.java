package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class RoleArgumentsTest {
    private static final int RANDOM_LINES = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send -I eth0 -R 200Mbit/s --strict report.pdf photos/",
                "send -I eth0 -R -1 -H 0xC6120001,0xC6120002 -Y none --rate=-1 file",
                "uftp a -R 5 @b",
                "receive -I eth0 -D /srv/incoming -S senders -E --metrics 9464",
                "keys -g ec:secp384r1 sender.pem",
                "demo"
            })
    void shouldReadOrdinaryCommandsAsPicocliDoes(String line) {
        String[] args = line.split(" ");
        assertEquals(byPicocli(args), RoleArguments.plain(args));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldReadEveryOptionByLetterAndByLongNameAsPicocliDoes(Role role) {
        for (OptionSpec<?> spec : Options.of(role)) {
            List<String> names = new ArrayList<>(List.of("--" + spec.longName()));
            if (spec.letter() != OptionSpec.NO_LETTER) {
                names.add("-" + spec.letter());
            }
            for (String name : names) {
                String[] args = spec.isFlag()
                        ? new String[] {role.command(), name, name}
                        : new String[] {role.command(), name, "a", name, "b c=d"};
                assertEquals(byPicocli(args), RoleArguments.plain(args), () -> Arrays.toString(args));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--help",
                "send --help",
                "send -h",
                "health 9464",
                "config show send",
                "generate-completion",
                "send -lqR 5 f",
                "send -R5 f",
                "send -R",
                "send -R -l f",
                "send -R -5 f",
                "send --rate= f",
                "send --strict=true f",
                "send -R=5 f",
                "send -- f",
                "send --no-such f",
                "receive f"
            })
    void shouldLeaveTheRestToPicocli(String line) {
        assertEquals(Optional.empty(), RoleArguments.plain(line.split(" ")));
    }

    @Test
    void shouldNeverReadAnythingElseThanPicocliDoes() {
        long seed = System.nanoTime();
        System.out.println("RoleArgumentsTest: seed " + seed);
        Random random = new Random(seed);
        int plain = 0;
        for (int i = 0; i < RANDOM_LINES; i++) {
            String[] args = randomLine(random);
            Optional<RoleArguments> read = RoleArguments.plain(args);
            if (read.isPresent()) {
                assertEquals(byPicocli(args), read, () -> "seed " + seed + " " + Arrays.toString(args));
                plain++;
            }
        }
        assertTrue(plain > RANDOM_LINES / 20, "only " + plain + " were plain");
    }

    private static String[] randomLine(Random random) {
        Role role = Role.values()[random.nextInt(Role.values().length)];
        List<OptionSpec<?>> specs = Options.of(role);
        List<String> args = new ArrayList<>(List.of(role.command()));
        String[] others = {
            "-1", "-", "--", "", "a", "=", "${x}", "@a", "\"a b\"", "'", "send", "--help", "-h", "%n", "a=b"
        };
        for (int left = random.nextInt(5); left > 0; left--) {
            OptionSpec<?> spec = specs.get(random.nextInt(specs.size()));
            String name = spec.letter() == OptionSpec.NO_LETTER || random.nextBoolean()
                    ? "--" + spec.longName()
                    : "-" + spec.letter();
            String other = others[random.nextInt(others.length)];
            switch (random.nextInt(4)) {
                case 0 -> args.addAll(List.of(name, other));
                case 1 -> args.add(name + "=" + other);
                case 2 -> args.add(spec.isFlag() ? name : name + other);
                default -> args.add(other);
            }
        }
        return args.toArray(String[]::new);
    }

    /** Empty when picocli objects or is asked for help. */
    private static Optional<RoleArguments> byPicocli(String... args) {
        try {
            ParseResult result = CommandTree.build().parseArgs(args).subcommand();
            Role role = Role.named(result.commandSpec().name()).orElseThrow();
            return result.isUsageHelpRequested() ? Optional.empty() : Optional.of(RoleArguments.of(role, result));
        } catch (CommandLine.ParameterException fault) {
            return Optional.empty();
        }
    }
}
