package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.NativePath;
import io.uftpengine.core.config.OptionException;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SenderHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.report.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code demo}: one sender and three receivers in this process, over real multicast on the loopback interface. */
final class DemoCommand {
    private static final int RECEIVERS = 3;

    private final Settings settings;
    private final List<String> files;
    private final Surroundings surroundings;
    private final boolean isJson;
    private final Consumer<String> lines;

    DemoCommand(Settings settings, List<String> files, Surroundings surroundings) {
        this.settings = settings;
        this.files = files;
        this.surroundings = surroundings;
        this.isJson = settings.get(CommonOptions.JSON);
        this.lines = Logging.lines(settings, surroundings);
    }

    ExitCode run() throws CommandException, OptionException, EngineException {
        Path given = given();
        Logging.start(settings);
        DemoNetwork network = DemoNetwork.choose();
        // From here on a signal has to leave time for removing the files.
        surroundings.interruption().onRequest(() -> {});
        try (DemoFiles demoFiles = DemoFiles.create(RECEIVERS, surroundings.interruption())) {
            Path file = given == null ? demoFiles.makeFile() : given;
            lines.accept("demo: sending " + DisplayText.safe(file.getFileName().toString()) + ", "
                    + DisplayText.bytes(Files.size(file)) + ", to " + RECEIVERS + " receivers on "
                    + network.interfaceName() + ", groups " + network.publicAddress() + " and "
                    + network.privateAddress() + ", port " + network.port() + ", " + DemoNetwork.protection());
            return transfer(network, demoFiles, file);
        } catch (IOException fault) {
            throw new CommandException(
                    ExitCode.NOTHING_DELIVERED,
                    "demo: " + fault + "; needs room for " + (RECEIVERS + 1) + " copies of the file in "
                            + System.getProperty("java.io.tmpdir"),
                    fault);
        }
    }

    private Path given() throws OptionException {
        if (files.isEmpty()) {
            return null;
        }
        Path file = NativePath.of(files.get(0));
        if (files.size() > 1 || !Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new OptionException("demo: \"" + String.join(" ", files)
                    + "\" is not one readable file; name one, or none to have one made");
        }
        return file.toAbsolutePath();
    }

    private ExitCode transfer(DemoNetwork network, DemoFiles demoFiles, Path file)
            throws CommandException, EngineException, IOException {
        try (Engine engine = surroundings.engines().apply(Optional.empty())) {
            List<ReceiverHandle> receivers = new ArrayList<>();
            for (Path directory : demoFiles.receiverDirectories()) {
                ReceiverHandle receiver = engine.receive(network.receiverConfig(directory), new WarningsOnly());
                receivers.add(receiver);
                lines.accept("receiver " + UniqueId.format(receiver.uniqueId()) + " writes into " + directory);
            }
            SenderConfig config = network.senderConfig(
                    file, receivers.stream().map(ReceiverHandle::uniqueId).toList());
            SendProgressDisplay display = new SendProgressDisplay(
                    SendTarget.of(config),
                    settings.get(CommonOptions.NO_PROGRESS),
                    surroundings.statusLine(),
                    line -> Logging.logger().info(line));
            SenderHandle sender = engine.send(config, display);
            surroundings.interruption().onRequest(() -> sender.abort("interrupted by the user"));
            SendReport report = Waiting.forResult(sender.result(), display::tick);
            display.end();
            for (ReceiverHandle receiver : receivers) {
                // Only a stopped receiver has surely finished with its files.
                Waiting.forResult(receiver.stop("the demo is over"), nowNs -> {});
            }
            boolean isCut = report.outcome() == SessionOutcome.INTERRUPTED;
            return judge(report, sender.uniqueId(), isCut ? List.of() : demoFiles.check(file));
        }
    }

    private ExitCode judge(SendReport report, int uniqueId, List<DemoFiles.Copy> copies) {
        boolean isAllRight = !copies.isEmpty() && copies.stream().allMatch(DemoFiles.Copy::isRight);
        ExitCode code = ExitCode.of(report, false);
        if (code == ExitCode.DONE && !isAllRight) {
            code = ExitCode.INCOMPLETE;
        }
        if (isJson) {
            JsonWriter json = new JsonWriter().beginObject();
            json.name("role").value("demo");
            ReportJson.send(json, report, uniqueId, true, code);
            json.name("copies").beginArray();
            for (DemoFiles.Copy copy : copies) {
                json.beginObject();
                json.name("path").value(copy.path().toString());
                json.name("sha256").value(copy.sha256());
                json.name("right").value(copy.isRight());
                json.endObject();
            }
            surroundings.out().println(json.endArray().endObject());
        } else {
            SendReportText.lines(report).forEach(lines);
            copies.forEach(copy ->
                    lines.accept((copy.isRight() ? "right  " : "WRONG  ") + copy.sha256() + "  " + copy.path()));
            lines.accept(isAllRight ? "every copy is right" : "NOT every copy is right");
        }
        surroundings.out().flush();
        return code;
    }

    /** Passes on only what the operator should know. */
    private static final class WarningsOnly implements SessionListener {
        @Override
        public void onWarning(String message) {
            Logging.logger().warn(message);
        }
    }
}
