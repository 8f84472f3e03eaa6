package io.uftpengine.core.config;

import java.util.Map;
import java.util.Optional;

/** Finds every option's effective value: command line, environment, file, default, the first that has one. */
public final class SettingsResolver {
    private final Role role;
    private final Map<OptionSpec<?>, String> commandLine;
    private final Map<String, String> environment;

    /**
     * @param commandLine what was typed, flags as true
     * @param environment all variables, ours and others'
     */
    public SettingsResolver(Role role, Map<OptionSpec<?>, String> commandLine, Map<String, String> environment) {
        this.role = role;
        this.commandLine = commandLine;
        this.environment = environment;
    }

    /** Every option's value; the ones that take effect are checked. */
    public Settings resolve() throws OptionException {
        Settings settings = new Settings(role, environment);
        Optional<Given> file = given(CommonOptions.CONFIG, SettingsFile.NONE);
        SettingsFile settingsFile =
                file.isPresent() ? SettingsFile.read(NativePath.of(file.get().text())) : SettingsFile.NONE;
        for (OptionSpec<?> spec : Options.of(role)) {
            Optional<Given> given = given(spec, settingsFile);
            if (given.isPresent()) {
                refusePlanned(spec, given.get().origin());
                settings.put(spec, given.get().text(), given.get().origin());
            } else if (!spec.defaultText().isEmpty()) {
                settings.put(spec, spec.defaultText(), Origin.DEFAULT);
            }
        }
        return settings;
    }

    private record Given(String text, Origin origin) {}

    private Optional<Given> given(OptionSpec<?> spec, SettingsFile file) {
        if (commandLine.containsKey(spec)) {
            return Optional.of(new Given(commandLine.get(spec), Origin.COMMAND_LINE));
        }
        for (String variable : new String[] {spec.variable(role), spec.variable()}) {
            if (environment.containsKey(variable)) {
                return Optional.of(new Given(environment.get(variable), new Origin(Origin.Kind.ENVIRONMENT, variable)));
            }
        }
        return file.find(role, spec).map(text -> new Given(text, new Origin(Origin.Kind.FILE, file.name())));
    }

    private static void refusePlanned(OptionSpec<?> spec, Origin origin) throws OptionException {
        if (spec.support() == OptionSpec.Support.PLANNED) {
            throw new OptionException(
                    "option " + spec.display() + origin.suffix() + " is not supported yet; leave it out");
        }
    }
}
