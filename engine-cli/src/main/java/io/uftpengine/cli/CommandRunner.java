package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.Role;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.config.SettingsResolver;
import io.uftpengine.core.engine.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Understands the arguments, runs the command they name, and turns what goes wrong into one line and an exit code. */
final class CommandRunner {
    private static final int TRACE_LEVEL = 5;

    private final Surroundings surroundings;
    private boolean wantsJson;
    private boolean wantsTrace;
    private boolean isErrJson;

    CommandRunner(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns the exit code; throws nothing. */
    int run(String... args) {
        // Until the options are understood; also an error then has to be JSON for who asked for it.
        wantsJson = Arrays.asList(args).contains("--" + CommonOptions.JSON.longName());
        String command =
                args.length == 0 ? "" : Role.named(args[0]).map(Role::command).orElse(args[0]);
        try {
            return runCommand(args).code();
        } catch (CommandException fault) {
            return failed(command, fault.exitCode(), fault.getMessage(), fault);
        } catch (OptionException fault) {
            return failed(command, ExitCode.of(fault), fault.getMessage(), fault);
        } catch (EngineException fault) {
            return failed(command, ExitCode.of(fault), fault.getMessage(), fault);
        } catch (OutOfMemoryError fault) {
            return failed(
                    command,
                    ExitCode.MEMORY,
                    "out of memory: " + fault.getMessage() + "; give java a larger -Xmx",
                    fault);
        } catch (RuntimeException | Error defect) {
            String advice = "; please report this with the log of -x 5";
            return failed(command, ExitCode.DEFECT, "defect: " + defect + advice, defect);
        }
    }

    private ExitCode runCommand(String... args) throws CommandException, OptionException, EngineException {
        // By far the most frequent command where it is used at all, and without the tree it takes 0.12 s instead of
        // 0.2.
        if (args.length == 2 && args[0].equals(HealthCommand.NAME) && !args[1].startsWith("-")) {
            return new HealthCommand(args[1], surroundings.out()).run();
        }
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
            return runRole(role, names.size() > 1, deepest);
        }
        return ExitCode.DONE;
    }

    private ExitCode runRole(Role role, boolean isShow, ParseResult result)
            throws CommandException, OptionException, EngineException {
        Settings settings =
                new SettingsResolver(role, CommandTree.given(role, result), surroundings.environment()).resolve();
        String[] files = result.matchedPositionalValue(0, new String[0]);
        wantsTrace = settings.get(CommonOptions.LOG_LEVEL) >= TRACE_LEVEL;
        if (isShow) {
            new ConfigShow(settings).print(surroundings.out());
            return ExitCode.DONE;
        }
        wantsJson = settings.get(CommonOptions.JSON);
        if (Logging.isJson(settings) && settings.find(CommonOptions.LOG_FILE).isEmpty()) {
            // Whoever reads standard error by a program should not stumble over the one line that matters most.
            Logging.start(settings);
            isErrJson = true;
        }
        return switch (role) {
            case SEND -> new SendCommand(settings, List.of(files), surroundings).run();
            case RECEIVE -> new ReceiveCommand(settings, surroundings).run();
            case KEYS -> new KeysCommand(settings, List.of(files), surroundings).run();
            case DEMO -> new DemoCommand(settings, List.of(files), surroundings).run();
        };
    }

    private int failed(String command, ExitCode code, String message, Throwable fault) {
        if (isErrJson) {
            Logging.logger().error(DisplayText.safe(message), wantsTrace ? fault : null);
        } else {
            surroundings.err().println(CommandTree.PROGRAM + ": " + DisplayText.safe(message));
            if (wantsTrace) {
                fault.printStackTrace(surroundings.err());
            }
        }
        if (wantsJson) {
            surroundings.out().println(ReportJson.error(command, code, message));
        }
        return code.code();
    }
}
