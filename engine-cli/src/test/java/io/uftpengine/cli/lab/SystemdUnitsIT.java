package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The services of {@code docker/systemd}: as systemd reads them, and as a systemd runs them. */
@Lab
@Timeout(180)
class SystemdUnitsIT {
    private static final Duration BRIEF = Duration.ofSeconds(20);
    private static final Duration ONE_LIFE = Duration.ofSeconds(170);
    private static final String RECEIVE = "uftp-engine-receive.service";

    /** What systemd-analyze calls exposure; 10 is a service without any restriction, and it calls 2 to 4 "OK". */
    private static final double MAX_EXPOSURE = 1.5;

    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for \\S+: ([0-9.]+)");

    private final Path units = LabSettings.repository().resolve("docker/systemd");

    @TempDir
    Path dir;

    private static CommandOutput verify(Path unit) throws Exception {
        return CommandOutput.of(BRIEF, List.of("systemd-analyze", "verify", "--man=no", unit.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {RECEIVE, "uftp-engine-send@.service"})
    void shouldBeCleanAndConfined(String name) throws Exception {
        assertEquals(new CommandOutput(0, ""), verify(units.resolve(name)));
        String judged = CommandOutput.require(
                BRIEF,
                List.of(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        units.resolve(name).toString()));
        Matcher exposure = EXPOSURE.matcher(judged);
        assertTrue(exposure.find(), judged);
        assertTrue(Double.parseDouble(exposure.group(1)) <= MAX_EXPOSURE, judged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WatchDogSec=30", "WatchdogSec=often", "SystemCallFilter=@sytem-service", "[Servcie]"})
    void shouldNotCallAMistakeClean(String mistake) throws Exception {
        String unit = Files.readString(units.resolve(RECEIVE)).replace("\n[Install]", mistake + "\n[Install]");
        CommandOutput output = verify(Files.writeString(dir.resolve(RECEIVE), unit));
        assertTrue(output.text().contains(RECEIVE), output.text());
    }

    /** {@code services.sh} prints the facts. */
    @Test
    void shouldLiveUnderSystemd() throws Exception {
        Path scripts = LabSettings.scripts();
        List<String> facts = CommandOutput.require(
                        ONE_LIFE,
                        List.of(
                                "bash",
                                scripts.resolve("systemd.sh").toString(),
                                LabSettings.engineJar().toString(),
                                scripts.resolve("services.sh").toString()))
                .lines()
                .dropWhile(line -> !line.startsWith("installed; next:"))
                .skip(1)
                .map(line -> line.replaceFirst("0x[0-9A-F]{8}", "ID"))
                .toList();
        assertEquals(
                List.of(
                        "started=active",
                        "status=receiving on lo, ID ID, port 1044, groups 230.4.4.1, into /var/lib/uftp-engine/incoming",
                        "user=uftp-engine",
                        "archive=used",
                        "noise=0",
                        "sent=success",
                        "copy=uftp-engine 640",
                        "reloaded=same",
                        "stacks=printed",
                        "watchdog=fired",
                        "stopped=success",
                        "code=0",
                        "last=said"),
                facts);
    }
}
