package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
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
        // %xEx{0}: stack traces only where everything is asked for.
        appender.add(builder.newLayout("PatternLayout")
                .addAttribute("pattern", level >= TRACE_LEVEL ? PATTERN : PATTERN.replace("%m", "%m%ex{0}"))
                .addAttribute("charset", LocaleRepair.charset())
                .addAttribute("disableAnsi", true));
        builder.add(appender);
        builder.add(builder.newLogger("io.netty", level >= TRACE_LEVEL ? Level.DEBUG : Level.WARN));
        builder.add(builder.newRootLogger(level(level)).add(builder.newAppenderRef(APPENDER)));
        use(builder.build());
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
