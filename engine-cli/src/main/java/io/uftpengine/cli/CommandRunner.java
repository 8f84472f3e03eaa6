package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.Role;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.config.SettingsResolver;
import io.uftpengine.core.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs the command that the arguments name, and turns what goes wrong into one line and an exit code. */
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
        // By far the most frequent command where it is used at all.
        if (args.length == 2 && args[0].equals(HealthCommand.NAME) && !args[1].startsWith("-")) {
            return new HealthCommand(args[1], surroundings.out()).run();
        }
        Optional<RoleArguments> plain = RoleArguments.plain(args);
        return plain.isPresent() ? runRole(plain.get(), false) : new TreeRunner(surroundings, this::runRole).run(args);
    }

    private ExitCode runRole(RoleArguments arguments, boolean isShow)
            throws CommandException, OptionException, EngineException {
        Role role = arguments.role();
        List<String> files = arguments.files();
        Settings settings = new SettingsResolver(role, arguments.given(), surroundings.environment()).resolve();
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
            case SEND -> new SendCommand(settings, files, surroundings).run();
            case RECEIVE -> new ReceiveCommand(settings, surroundings).run();
            case KEYS -> new KeysCommand(settings, files, surroundings).run();
            case DEMO -> new DemoCommand(settings, files, surroundings).run();
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
