package io.uftpengine.cli;

import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.Role;
import io.uftpengine.core.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Has picocli read the arguments, answers what is about the command line itself, and hands on what is for a role. */
final class TreeRunner {
    /** Runs a role's command. */
    @FunctionalInterface
    interface RoleRunner {
        /** @param isShow its settings are to be shown only */
        ExitCode run(RoleArguments arguments, boolean isShow) throws CommandException, OptionException, EngineException;
    }

    private final Surroundings surroundings;
    private final RoleRunner roles;

    TreeRunner(Surroundings surroundings, RoleRunner roles) {
        this.surroundings = surroundings;
        this.roles = roles;
    }

    ExitCode run(String... args) throws CommandException, OptionException, EngineException {
        CommandLine tree = CommandTree.build();
        ParseResult deepest;
        try {
            deepest = tree.parseArgs(args);
        } catch (CommandLine.ParameterException fault) {
            throw new CommandException(ExitCode.BAD_OPTION, ArgumentFault.words(fault), fault);
        }
        List<String> names = new ArrayList<>();
        while (deepest.hasSubcommand() && !deepest.isUsageHelpRequested() && !deepest.isVersionHelpRequested()) {
            deepest = deepest.subcommand();
            names.add(deepest.commandSpec().name());
        }
        CommandLine line = deepest.commandSpec().commandLine();
        if (deepest.isVersionHelpRequested()) {
            surroundings.out().println(tree.getCommandSpec().version()[0]);
        } else if (deepest.isUsageHelpRequested()) {
            line.usage(surroundings.out());
        } else if (names.equals(List.of(CommandTree.COMPLETION))) {
            surroundings.out().print(AutoComplete.bash(CommandTree.PROGRAM, tree));
        } else if (names.equals(List.of(HealthCommand.NAME))) {
            return new HealthCommand(deepest.matchedPositionalValue(0, ""), surroundings.out()).run();
        } else {
            Role role = names.isEmpty()
                    ? null
                    : Role.named(names.get(names.size() - 1)).orElse(null);
            if (role == null) {
                throw new CommandException(ExitCode.BAD_OPTION, ArgumentFault.missingCommand(line), null);
            }
            return roles.run(RoleArguments.of(role, deepest), names.size() > 1);
        }
        return ExitCode.DONE;
    }
}
