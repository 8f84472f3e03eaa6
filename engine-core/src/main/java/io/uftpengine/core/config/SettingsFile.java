package io.uftpengine.core.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A properties file with options: {@code port=1044} for every role, {@code send.port=1044} for one, which wins. UTF-8.
 * A key that is no role's option is an error, so that a slip of the finger does not pass unnoticed.
 */
final class SettingsFile {
    static final SettingsFile NONE = new SettingsFile("", Map.of());

    private static final long MAX_BYTES = 1 << 20;

    private final String name;
    private final Map<String, String> values;

    private SettingsFile(String name, Map<String, String> values) {
        this.name = name;
        this.values = values;
    }

    static SettingsFile read(Path path) throws OptionException {
        Properties properties = new Properties();
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw fault(path, "is larger than " + ByteSize.format(MAX_BYTES), "name a properties file");
            }
            try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        } catch (IOException unreadable) {
            throw fault(path, "cannot be read: " + unreadable, "name a readable file");
        } catch (IllegalArgumentException malformed) {
            throw fault(path, "is not a properties file: " + malformed.getMessage(), "mend it");
        }
        Map<String, String> values = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (!isOption(key)) {
                throw fault(path, "has the key " + key + ", which is no option", "remove or correct it");
            }
            values.put(key, properties.getProperty(key).strip());
        }
        return new SettingsFile(path.toString(), values);
    }

    String name() {
        return name;
    }

    Optional<String> find(Role role, OptionSpec<?> spec) {
        String own = values.get(role.command() + "." + spec.longName());
        return Optional.ofNullable(own != null ? own : values.get(spec.longName()));
    }

    private static boolean isOption(String key) {
        int dot = key.indexOf('.');
        String longName = key.substring(dot + 1);
        for (Role role : Role.values()) {
            boolean isMeant = dot < 0 || key.substring(0, dot).equals(role.command());
            if (isMeant && Options.find(role, longName).isPresent() && !longName.equals("config")) {
                return true;
            }
        }
        return false;
    }

    private static OptionException fault(Path path, String cause, String cure) {
        return OptionException.of(CommonOptions.CONFIG, path + " " + cause, cure);
    }
}
