package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.ReceiverPins;
import io.uftpengine.core.config.SendOptions;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.SenderConfigReader;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SenderHandle;
import java.util.List;

/** {@code send}: one session, then the report. */
final class SendCommand {
    private final Settings settings;
    private final List<String> files;
    private final Surroundings surroundings;

    SendCommand(Settings settings, List<String> files, Surroundings surroundings) {
        this.settings = settings;
        this.files = files;
        this.surroundings = surroundings;
    }

    ExitCode run() throws CommandException, OptionException, EngineException {
        SenderConfigReader reader = new SenderConfigReader(settings, surroundings.in());
        SenderConfig config = reader.read(files);
        LeanCompiler.useFor(config.files(), config.followLinks());
        Logging.start(settings);
        CommandNotes.log(settings);
        reader.warnings().forEach(Logging.logger()::warn);
        try (ServiceNotes service = new ServiceNotes(surroundings);
                Management management = Management.open(settings);
                Engine engine = surroundings.engines().apply(management.metrics())) {
            SendProgressDisplay display = new SendProgressDisplay(
                    SendTarget.of(config),
                    settings.get(CommonOptions.NO_PROGRESS),
                    surroundings.statusLine(),
                    line -> Logging.logger().info(line));
            SenderHandle handle = engine.send(config, display);
            Logging.about(handle.groupId());
            config.encryption().ifPresent(encryption -> surroundings
                    .hangUp()
                    .onRequest(new TrustReload<>("receivers", encryption.pins(), ReceiverPins::reread, handle::pin)));
            management.ready(engine);
            surroundings.interruption().onRequest(() -> {
                service.stopping();
                management.ending("interrupted");
                handle.abort("interrupted by the user");
            });
            service.ready("sending " + SendTarget.of(config).words(), handle::heartbeat);
            SendReport report = Waiting.forResult(handle.result(), nowNs -> {
                // In this order: the display begins a new rate with each of its lines.
                service.tick(nowNs, () -> display.line(nowNs));
                display.tick(nowNs);
            });
            management.ending("the session is over");
            display.end();
            ExitCode code = ExitCode.of(report, settings.get(SendOptions.STRICT));
            if (settings.get(CommonOptions.JSON)) {
                surroundings
                        .out()
                        .println(ReportJson.send(
                                report, handle.uniqueId(), config.encryption().isPresent(), code));
            } else {
                SendReportText.lines(report).forEach(surroundings.out()::println);
            }
            surroundings.out().flush();
            return code;
        }
    }
}
