package io.uftpengine.cli;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The picocli model of the command line, made from the one declaration of the options. */
final class CommandTree {
    static final String PROGRAM = "uftp-engine";
    static final String CONFIG = "config";
    static final String SHOW = "show";
    static final String COMPLETION = "generate-completion";

    private static final int HELP_WIDTH = 100;

    private CommandTree() {}

    static CommandLine build() {
        CommandSpec root = command(
                        PROGRAM, "UFTP: reliable multicast file transfer, compatible with uftp and uftpd 5.0.")
                .version(PROGRAM + " " + version());
        root.addOption(CommandLine.Model.OptionSpec.builder("--version")
                .versionHelp(true)
                .arity("0")
                .type(boolean.class)
                .description("Print the version.")
                .build());
        root.usageMessage()
                .footer(
                        "",
                        "\"" + PROGRAM
                                + " COMMAND --help\" explains a command; -h is the reference's, help is --help.");
        for (Role role : Role.values()) {
            root.addSubcommand(role.command(), new CommandLine(role(role, PROGRAM + " " + role.command())));
        }
        root.addSubcommand(HealthCommand.NAME, new CommandLine(health()));
        root.addSubcommand(CONFIG, new CommandLine(config()));
        root.addSubcommand(
                COMPLETION,
                new CommandLine(command(COMPLETION, "Prints a completion script for bash and zsh, to be sourced.")));
        CommandLine tree = new CommandLine(root);
        // @ has the reference's meanings in arguments.
        tree.setExpandAtFiles(false);
        tree.setUsageHelpWidth(HELP_WIDTH);
        tree.setAbbreviatedOptionsAllowed(false);
        return tree;
    }

    /** The options that were given, as text; of one given twice the last, as with the reference. */
    static Map<OptionSpec<?>, String> given(Role role, CommandLine.ParseResult result) {
        Map<OptionSpec<?>, String> given = new LinkedHashMap<>();
        for (CommandLine.Model.OptionSpec matched : result.matchedOptions()) {
            find(role, matched).ifPresent(spec -> given.put(spec, lastValue(matched)));
        }
        return given;
    }

    /** The declaration behind picocli's option. */
    static Optional<OptionSpec<?>> find(Role role, CommandLine.Model.OptionSpec option) {
        return Options.find(role, option.longestName().substring(2));
    }

    /** The names of the commands below one, without aliases. */
    static List<String> commands(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(line -> line.getCommandSpec().name())
                .distinct()
                .toList();
    }

    private static String lastValue(CommandLine.Model.OptionSpec matched) {
        if (matched.getValue() instanceof String[] texts) {
            return texts[texts.length - 1];
        }
        return "true";
    }

    private static CommandSpec health() {
        CommandSpec spec = command(
                HealthCommand.NAME,
                "Asks a running engine, by the address of its --metrics, whether it is ready: exit code "
                        + ExitCode.DONE.code() + " when it is, " + ExitCode.NOT_READY.code()
                        + " when it is not or does not answer within 2 s.");
        return spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("HOST:PORT")
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .description("Where it listens; without a host, on the loopback interface.")
                .build());
    }

    private static CommandSpec config() {
        CommandSpec show = command(SHOW, "Prints every effective value of a role and where it came from.");
        for (Role role : Role.values()) {
            show.addSubcommand(
                    role.command(),
                    new CommandLine(role(role, PROGRAM + " " + CONFIG + " " + SHOW + " " + role.command())));
        }
        return command(CONFIG, "Looks at settings.").addSubcommand(SHOW, new CommandLine(show));
    }

    private static CommandSpec command(String name, String... description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).sortOptions(false).commandListHeading("%nCommands:%n");
        spec.addOption(CommandLine.Model.OptionSpec.builder("--help")
                .usageHelp(true)
                .arity("0")
                .type(boolean.class)
                .description("Print this help.")
                .build());
        return spec;
    }

    private static CommandSpec role(Role role, String qualifiedName) {
        CommandSpec spec = command(role.command(), description(role))
                .aliases(role.aliases().toArray(String[]::new));
        spec.usageMessage()
                .optionListHeading("%n")
                .customSynopsis(qualifiedName + " [options]"
                        + switch (role) {
                            case SEND, KEYS -> " FILE...";
                            case RECEIVE -> "";
                            case DEMO -> " [FILE]";
                        });
        Options.of(role).forEach(option -> spec.addOption(option(option)));
        if (role != Role.RECEIVE) {
            spec.addPositional(PositionalParamSpec.builder()
                    .paramLabel("FILE")
                    .index("0..*")
                    .arity("0..*")
                    .type(String[].class)
                    .description(
                            switch (role) {
                                case SEND -> "Files and directories to send.";
                                case KEYS -> "PEM files with private keys; with --generate the one to make.";
                                default -> "What to send instead of a file made up for it.";
                            })
                    .build());
        }
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(" " + code.code(), code.meaning()));
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
        spec.usageMessage()
                .footer(
                        "",
                        "Options come from the command line, then the environment (--log-level: UFTP_ENGINE_LOG_LEVEL or"
                                + " UFTP_ENGINE_" + role.name() + "_LOG_LEVEL), then the --config file.");
        return spec;
    }

    private static String[] description(Role role) {
        return switch (role) {
            case SEND ->
                new String[] {
                    "Sends files and directories to any number of receivers at once.",
                    "The reference calls this side the server: this sends files; a receiver is `receive`."
                };
            case RECEIVE -> new String[] {"Waits for senders and writes the files they send, until it is stopped."};
            case KEYS ->
                new String[] {
                    "Shows keys and their fingerprints, SHA-1 as the reference prints and compares it, and SHA-256; or makes a"
                            + " key. Both fingerprints may stand in trust lists."
                };
            case DEMO ->
                new String[] {
                    "One sender and three receivers in this process, over multicast on the loopback interface,"
                            + " encrypted; checks every copy."
                };
        };
    }

    private static CommandLine.Model.OptionSpec option(OptionSpec<?> option) {
        String longName = "--" + option.longName();
        CommandLine.Model.OptionSpec.Builder builder = option.letter() == OptionSpec.NO_LETTER
                ? CommandLine.Model.OptionSpec.builder(longName)
                : CommandLine.Model.OptionSpec.builder("-" + option.letter(), longName);
        // Arrays, because picocli objects to scalars that are given twice.
        if (option.isFlag()) {
            builder.type(boolean[].class).arity("0");
        } else {
            builder.type(String[].class).arity("1").paramLabel(option.type().label());
        }
        return builder.hidden(!option.isShown()).description(help(option)).build();
    }

    /** The sentence, the range and the default; percent signs are picocli's. */
    private static String help(OptionSpec<?> option) {
        StringBuilder help = new StringBuilder(option.sentence());
        if (!option.type().range().isEmpty()) {
            help.append(" Range: ").append(option.type().range()).append('.');
        }
        if (!option.isFlag() && option.isShown()) {
            help.append(" Default: ").append(option.defaultForPeople()).append('.');
        }
        return help.toString().replace("%", "%%");
    }

    private static String version() {
        String version = CommandTree.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
