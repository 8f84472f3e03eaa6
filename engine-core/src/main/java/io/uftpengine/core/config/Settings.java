package io.uftpengine.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The effective value of every option of one role, and where each came from. */
public final class Settings {
    private record Entry(String text, Object value, Origin origin) {}

    /**
     * One option as {@code config show} prints it.
     *
     * @param text as the user wrote it, or the default for people
     */
    public record Line(OptionSpec<?> spec, String text, Origin origin) {}

    private final Role role;
    private final Map<String, String> environment;
    private final Map<OptionSpec<?>, Entry> entries = new LinkedHashMap<>();

    Settings(Role role, Map<String, String> environment) {
        this.role = role;
        this.environment = environment;
    }

    /** Takes a value; checks that it is one. */
    <T> void put(OptionSpec<T> spec, String text, Origin origin) throws OptionException {
        try {
            entries.put(spec, new Entry(text, spec.type().parser().parse(text), origin));
        } catch (ValueException fault) {
            throw OptionException.of(spec, text, origin, fault);
        }
    }

    /** Whose settings these are. */
    public Role role() {
        return role;
    }

    /** The value, or nothing when it was not given and there is no default. */
    public <T> Optional<T> find(OptionSpec<T> spec) {
        Entry entry = entries.get(spec);
        @SuppressWarnings("unchecked") // put() took it from this spec's own parser
        T value = entry == null ? null : (T) entry.value();
        return Optional.ofNullable(value);
    }

    /** The value of an option that has a default. */
    public <T> T get(OptionSpec<T> spec) {
        return find(spec).orElseThrow(() -> new NoSuchElementException(spec.display()));
    }

    /** For what is no option and never shown, a password: a variable of ours, the role's own first. */
    Optional<String> variable(String name) {
        String text = environment.get(OptionSpec.ENVIRONMENT_PREFIX + role.name() + "_" + name);
        return Optional.ofNullable(text != null ? text : environment.get(OptionSpec.ENVIRONMENT_PREFIX + name));
    }

    /** Whether the user gave it, wherever. */
    public boolean isGiven(OptionSpec<?> spec) {
        Entry entry = entries.get(spec);
        return entry != null && entry.origin().kind() != Origin.Kind.DEFAULT;
    }

    /** A fault found in a value only when it is looked at together with other things. */
    OptionException fault(OptionSpec<?> spec, ValueException cause) {
        Entry entry = entries.get(spec);
        return OptionException.of(spec, entry.text(), entry.origin(), cause);
    }

    /** Every option that help shows, in its order. */
    public List<Line> lines() {
        return Options.of(role).stream()
                .filter(OptionSpec::isShown)
                .map(spec -> {
                    Entry entry = entries.get(spec);
                    return entry == null
                            ? new Line(spec, "(" + spec.defaultWords() + ")", Origin.DEFAULT)
                            : new Line(spec, entry.text(), entry.origin());
                })
                .toList();
    }
}
