package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.LogFormat;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.config.UniqueId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Sets Log4j up: to standard error or a file. Nothing may ask for a logger before {@link #start}. */
final class Logging {
    private static final String APPENDER = "log";
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p %m%n";

    /** The pattern layout can do it, so no other layout is loaded, and none is another dependency. */
    private static final String JSON_PATTERN =
            "{\"timestamp\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC}\",\"level\":\"%p\""
                    + ",\"logger\":\"%enc{%c}{JSON}\",\"thread\":\"%enc{%t}{JSON}\",\"message\":\"%enc{%m}{JSON}\""
                    + "%notEmpty{,\"session\":\"%enc{%X{session}}{JSON}\"}%notEmpty{,\"exception\":\"%enc{%ex{EXTENT}}{JSON}\"}}%n";

    /** The engine's name, in the logger's context, for the session that a line is about. */
    private static final String SESSION = "session";

    private static final int TRACE_LEVEL = 5;

    private Logging() {}

    /** Starts logging as the options say; standard error of this moment is the one written to. */
    static void start(Settings settings) throws CommandException {
        int level = settings.get(CommonOptions.LOG_LEVEL);
        Optional<String> file = settings.find(CommonOptions.LOG_FILE);
        if (file.isPresent()) {
            checkWritable(file.get());
        }
        // Log4j's own remarks have no business on the terminal.
        System.setProperty("log4j2.statusLoggerLevel", "OFF");
        // The process ends through Interruption, and what happens meanwhile belongs into the log.
        System.setProperty("log4j2.shutdownHookEnabled", "false");
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.OFF);
        builder.setShutdownHook("disable");
        AppenderComponentBuilder appender = file.isPresent()
                ? builder.newAppender(APPENDER, "File")
                        .addAttribute("fileName", file.get())
                        .addAttribute("append", true)
                : builder.newAppender(APPENDER, "Console").addAttribute("target", "SYSTEM_ERR");
        boolean isJson = isJson(settings);
        appender.add(builder.newLayout("PatternLayout")
                .addAttribute("pattern", isJson ? jsonPattern(level) : textPattern(level))
                .addAttribute("charset", isJson ? StandardCharsets.UTF_8 : LocaleRepair.charset())
                .addAttribute("alwaysWriteExceptions", false)
                .addAttribute("disableAnsi", true));
        builder.add(appender);
        builder.add(builder.newLogger("io.netty", level >= TRACE_LEVEL ? Level.DEBUG : Level.WARN));
        builder.add(builder.newRootLogger(level(level)).add(builder.newAppenderRef(APPENDER)));
        use(builder.build());
    }

    /** Stack traces only where everything is asked for. */
    private static String textPattern(int level) {
        return level >= TRACE_LEVEL ? PATTERN + "%xEx" : PATTERN;
    }

    /** Of an exception at least what it is. */
    private static String jsonPattern(int level) {
        return JSON_PATTERN.replace("EXTENT", level >= TRACE_LEVEL ? "full" : "1");
    }

    static boolean isJson(Settings settings) {
        return settings.find(CommonOptions.LOG_FORMAT)
                .filter(LogFormat.JSON::equals)
                .isPresent();
    }

    /** All that this thread logs from now on is about one session. */
    static void about(int groupId) {
        ThreadContext.put(SESSION, UniqueId.format(groupId));
    }

    /**
     * Where a command tells what happens: standard output, or standard error when the result there has to stay alone; and
     * there as log lines if these are JSON.
     */
    static Consumer<String> lines(Settings settings, Surroundings surroundings) {
        if (!settings.get(CommonOptions.JSON)) {
            return surroundings.out()::println;
        }
        return isJson(settings) ? line -> logger().info(line) : surroundings.err()::println;
    }

    /** The first time without the default configuration before it, for which files would be searched. */
    private static void use(BuiltConfiguration configuration) {
        LoggerContext context = Configurator.initialize(Logging.class.getClassLoader(), configuration);
        if (context.getConfiguration() != configuration) {
            context.reconfigure(configuration);
        }
    }

    /** The logger of the command line itself. */
    static Logger logger() {
        return LogManager.getLogger("io.uftpengine.cli");
    }

    /** The reference's levels 0 to 5. */
    private static Level level(int level) {
        return switch (level) {
            case 0 -> Level.ERROR;
            case 1 -> Level.WARN;
            case 2 -> Level.INFO;
            case 3, 4 -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }

    /** Log4j itself would say nothing and log nowhere. */
    private static void checkWritable(String file) throws CommandException {
        try {
            Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException | RuntimeException fault) {
            throw new CommandException(
                    ExitCode.LOG_FILE,
                    "option -L (--log-file): \"" + file + "\" cannot be written: " + fault + "; name another file",
                    fault);
        }
    }
}
