package io.uftpengine.core.config;

import java.util.List;
import java.util.Optional;

/** What a process does: one command of the command line. */
public enum Role {
    SEND("send", "sender", "uftp", "server"),
    RECEIVE("receive", "receiver", "client", "uftpd"),
    KEYS("keys", "uftp_keymgt"),
    DEMO("demo");

    private final String command;
    private final List<String> aliases;

    Role(String command, String... aliases) {
        this.command = command;
        this.aliases = List.of(aliases);
    }

    /** The command's name; also the prefix of its keys in a settings file. */
    public String command() {
        return command;
    }

    /** Other names of the command. */
    public List<String> aliases() {
        return aliases;
    }

    /** The role with this command name or alias. */
    public static Optional<Role> named(String name) {
        for (Role role : values()) {
            if (role.command.equals(name) || role.aliases.contains(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
