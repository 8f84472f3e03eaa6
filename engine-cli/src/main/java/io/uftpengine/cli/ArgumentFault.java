package io.uftpengine.cli;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Role;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words for arguments that picocli could not place: what, why and the cure. */
final class ArgumentFault {
    private ArgumentFault() {}

    static String words(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        if (fault instanceof UnmatchedArgumentException unmatched) {
            return unmatched(command, unmatched.getUnmatched().get(0));
        }
        if (fault instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().get(0) instanceof CommandLine.Model.OptionSpec option) {
            return valueMissing(command, option);
        }
        return fault.getMessage().lines().findFirst().orElse("bad arguments") + "; " + seeHelp(command);
    }

    static String missingCommand(CommandLine command) {
        return "a command is missing; the commands are " + commandsOf(command) + " (" + seeHelp(command) + ")";
    }

    private static String unmatched(CommandLine command, String argument) {
        if (argument.equals("-h")) {
            return "option -h: there is no such option; help is --help";
        }
        if (argument.startsWith("-")) {
            return "option " + argument + ": there is no such option; " + seeHelp(command);
        }
        if (!command.getSubcommands().isEmpty()) {
            return "\"" + argument + "\" is not a command; the commands are " + commandsOf(command);
        }
        return "argument \"" + argument + "\" has no place here; " + seeHelp(command);
    }

    private static String valueMissing(CommandLine command, CommandLine.Model.OptionSpec option) {
        Optional<OptionSpec<?>> spec =
                Role.named(command.getCommandName()).flatMap(role -> CommandTree.find(role, option));
        if (spec.isPresent() && spec.get().support() == OptionSpec.Support.PLANNED) {
            String cure = spec.get().letter() == 'h' ? "help is --help" : "leave it out";
            return "option " + spec.get().display() + " is not supported yet; " + cure;
        }
        String display = spec.isPresent() ? spec.get().display() : option.longestName();
        String help = spec.isPresent() && spec.get().letter() == 'h' ? "; help is --help" : "";
        return "option " + display + ": its value is missing; give " + option.longestName() + "=" + option.paramLabel()
                + help;
    }

    private static String commandsOf(CommandLine command) {
        return String.join(", ", CommandTree.commands(command.getCommandSpec()));
    }

    private static String seeHelp(CommandLine command) {
        return "see " + command.getCommandSpec().qualifiedName() + " --help";
    }
}
