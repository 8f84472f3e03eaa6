package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.ReceiverConfigReader;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.ReceiveReport;
import io.uftpengine.core.engine.ReceiverHandle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code receive}: sessions as they come, until a signal. */
final class ReceiveCommand {
    private final Settings settings;
    private final Surroundings surroundings;

    ReceiveCommand(Settings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    ExitCode run() throws CommandException, OptionException, EngineException {
        ReceiverConfigReader reader = new ReceiverConfigReader(settings);
        ReceiverConfig config = reader.read();
        Logging.start(settings);
        CommandNotes.log(settings);
        reader.warnings().forEach(Logging.logger()::warn);
        boolean isJson = settings.get(CommonOptions.JSON);
        Consumer<String> lines = Logging.lines(settings, surroundings);
        try (ServiceNotes service = new ServiceNotes(surroundings);
                Management management = Management.open(settings);
                Engine engine = surroundings.engines().apply(management.metrics())) {
            ReceiveLines events = new ReceiveLines();
            ReceiverHandle handle = engine.receive(config, events);
            LeanCompiler.useForReceiver(handle.warmedUp());
            management.ready(engine);
            management.prepareAfter(handle.warmedUp());
            config.security().senders().ifPresent(senders -> surroundings
                    .hangUp()
                    .onRequest(new TrustReload<>(
                            "senders",
                            senders,
                            ReceiverConfigReader::rereadSenders,
                            list -> handle.trust(Optional.of(list)))));
            surroundings.interruption().onRequest(() -> {
                service.stopping();
                management.ending("stopping");
                handle.stop("interrupted by the user");
            });
            // Who reads this may send signals.
            lines.accept(ready(config, handle));
            service.ready(ready(config, handle), handle::heartbeat);
            ReceiveReport report = Waiting.forResult(handle.result(), nowNs -> {
                events.drainTo(lines);
                service.tick(nowNs, events.status()::words);
            });
            ExitCode code = report.interrupted() ? ExitCode.INTERRUPTED : ExitCode.DONE;
            if (isJson) {
                surroundings.out().println(ReportJson.receive(report, code));
            } else {
                lines.accept(summary(report));
            }
            surroundings.out().flush();
            return code;
        }
    }

    private static String ready(ReceiverConfig config, ReceiverHandle handle) {
        String interfaces = config.network().interfaces().isEmpty()
                ? "every interface that can multicast but the loopback"
                : String.join(", ", config.network().interfaces());
        return "receiving on " + interfaces + ", ID " + UniqueId.format(handle.uniqueId()) + ", port " + handle.port()
                + ", groups " + String.join(", ", config.publicAddresses()) + ", into "
                + config.destDirs().stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static String summary(ReceiveReport report) {
        return "stopped" + (report.interrupted() ? " in the middle of a session" : "") + "; "
                + DisplayText.count(report.sessionsCompleted(), "session") + " completed, " + report.sessionsFailed()
                + " failed, " + DisplayText.count(report.filesReceived(), "file") + ", "
                + DisplayText.bytes(report.bytesReceived());
    }
}
