package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.OptionSpec;
import io.uftpengine.core.config.Options;
import io.uftpengine.core.config.Role;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.engine.ReceiveReport;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class CommandRunnerTest {
    private static final String[] SEND = {"send", "-Y", "none", "file"};

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldRefuseOptionsThatAreNotThereYetByName(Role role) {
        for (OptionSpec<?> spec : Options.of(role)) {
            if (spec.support() == OptionSpec.Support.PLANNED) {
                String name = spec.letter() == OptionSpec.NO_LETTER ? "--" + spec.longName() : "-" + spec.letter();
                CommandRun run = spec.isFlag()
                        ? CommandRun.of(role.command(), name)
                        : CommandRun.of(role.command(), name, "value");
                assertEquals(1, run.exitCode, name);
                assertEquals(
                        List.of("uftp-engine: option " + spec.display() + " is not supported yet; leave it out"),
                        run.errLines());
                assertEquals("", run.out());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proxy | \"proxy\" is not a command; the commands are send, receive, keys, demo, health, config,"
                        + " generate-completion",
                "send -w x | option -w: there is no such option; see uftp-engine send --help",
                "send --rat 5 x | option --rat: there is no such option; see uftp-engine send --help",
                "-h | option -h: there is no such option; help is --help",
                "send -h | option -h (--hash): its value is missing; give --hash=HASH; help is --help",
                "send -Y none -c x | option -c (--client-auth): a session in the clear authenticates nobody; choose another cipher"
                        + " than none, or leave it out",
                "send x -R | option -R (--rate): its value is missing; give --rate=RATE",
                "receive x | argument \"x\" has no place here; see uftp-engine receive --help",
                "send -Y none -R fast x | option -R (--rate): \"fast\" is not a rate; give units of 1024 bit/s,"
                        + " or decimal bits a second such as 200Mbit/s or 1G, or -1 for no limit",
                "send -Y none -p 0 x | option -p (--port): \"0\" is out of range; give 1 to 65535",
                "send -Y none | nothing to send; name files or directories, or give -i (--list)",
                "send -Y des x | option -Y (--cipher): \"des\" is a cipher of protocol 4, which is not there yet; give one of"
                        + " none, aes128-gcm, aes256-gcm, aes128-ccm, aes256-ccm",
                "send -K rsa:4096 x | option -K (--new-key): \"rsa:4096\" cannot be made: an RSA key of 4096 bits is outside 1024"
                        + " to 3072; give a multiple of 32 from 1024 to 3072, like rsa:2048",
                "config show | a command is missing; the commands are send, receive, keys, demo (see uftp-engine config"
                        + " show --help)",
            })
    void shouldSayInOneLineWhatIsWrongAndTheCure(String args, String message) {
        FakeEngine engine = new FakeEngine(Reports.complete());
        CommandRun run = CommandRun.of(engine, Map.of(), args.split(" "));
        assertEquals(1, run.exitCode);
        assertEquals(List.of("uftp-engine: " + message), run.errLines());
        assertEquals("", run.out());
        assertFalse(engine.started.isDone());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send -k DIR/no x | option -k (--key-file): DIR/no: does not exist; give an existing key file, or make one"
                        + " with -K",
                "receive -D DIR -k DIR | option -k (--key-file): DIR: cannot be read (Is a directory); check the file",
                "send -k DIR/list -K ec:secp256r1 x | option -k (--key-file): DIR/list: exists; keys are never overwritten:"
                        + " give another name or move it",
                "send -k DIR/list --key-password-file DIR/no x | option --key-password-file: DIR/no cannot be read:"
                        + " java.nio.file.NoSuchFileException: DIR/no; name a readable file"
            })
    void shouldReturnThreeForKeysThatCannotBeHad(String args, String message) throws Exception {
        Files.writeString(dir.resolve("list"), "0x1\n");
        FakeEngine engine = new FakeEngine(Reports.complete());
        CommandRun run = CommandRun.of(
                engine,
                Map.of(),
                (args + " --json").replace("DIR", dir.toString()).split(" "));
        assertEquals(3, run.exitCode);
        assertEquals(List.of("uftp-engine: " + message.replace("DIR", dir.toString())), run.errLines());
        assertEquals(3.0, JsonText.object(JsonText.parse(run.out())).get("exitCode"));
        assertFalse(engine.started.isDone());
    }

    @Test
    void shouldEncryptUnlessToldOtherwise() {
        FakeEngine engine = new FakeEngine(Reports.complete());
        CommandRun run = CommandRun.of(engine, Map.of(), "send", "--json", "file");
        assertEquals(0, run.exitCode, run.err());
        assertEquals(
                "aes256-gcm", engine.senderConfig.encryption().orElseThrow().cipherName());
        assertEquals(true, JsonText.object(JsonText.parse(run.out())).get("encrypted"));
        CommandRun.of(engine, Map.of(), SEND);
        assertTrue(engine.senderConfig.encryption().isEmpty());
    }

    @Test
    void shouldShowNoPassword() {
        CommandRun run = CommandRun.of(
                new FakeEngine(),
                Map.of("UFTP_ENGINE_KEY_PASSWORD", "sesame"),
                "config",
                "show",
                "receive",
                "-k",
                "key.pem",
                "-E");
        assertEquals(0, run.exitCode);
        assertTrue(run.out().lines().anyMatch(line -> line.matches("key-file +key.pem +command line")), run.out());
        assertTrue(
                run.out().lines().anyMatch(line -> line.matches("require-encryption +true +command line")), run.out());
        assertFalse(run.out().contains("sesame"), run.out());
    }

    @Test
    void shouldListTheCommandsWhenThereIsNone() {
        CommandRun run = CommandRun.of();
        assertEquals(1, run.exitCode);
        assertTrue(run.err().contains("send, receive, keys, demo"), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, 0",
        "NO_ANNOUNCE_ANSWER, 7",
        "NO_FILEINFO_ANSWER, 8",
        "ALL_LOST, 9",
        "NOTHING_DELIVERED, 10",
        "INTERRUPTED, 6"
    })
    void shouldReturnTheReferencesCodes(SessionOutcome outcome, int code) {
        FakeEngine engine = new FakeEngine(Reports.of(outcome));
        assertEquals(code, CommandRun.of(engine, Map.of(), SEND).exitCode);
        assertTrue(engine.isClosed);
    }

    @Test
    void shouldBeStrictOnlyWhenAskedTo() {
        assertEquals(0, CommandRun.of(new FakeEngine(Reports.partial()), Map.of(), SEND).exitCode);
        Map<String, String> strict = Map.of("UFTP_ENGINE_STRICT", "true");
        assertEquals(12, CommandRun.of(new FakeEngine(Reports.partial()), strict, SEND).exitCode);
        assertEquals(0, CommandRun.of(new FakeEngine(Reports.complete()), strict, SEND).exitCode);
        assertEquals(6, CommandRun.of(new FakeEngine(Reports.of(SessionOutcome.INTERRUPTED)), strict, SEND).exitCode);
    }

    @Test
    void shouldMapTheEnginesFaults() {
        FakeEngine engine = new FakeEngine();
        engine.startFault = new EngineException(Kind.NETWORK, "interface e9: there is none; name another");
        CommandRun run = CommandRun.of(engine, Map.of(), SEND);
        assertEquals(2, run.exitCode);
        assertEquals(List.of("uftp-engine: interface e9: there is none; name another"), run.errLines());
        assertTrue(engine.isClosed);
        engine.startFault = new EngineException(Kind.CONFIGURATION, "x");
        assertEquals(1, CommandRun.of(engine, Map.of(), SEND).exitCode);
        engine.createFault = new OutOfMemoryError("heap");
        assertEquals(5, CommandRun.of(engine, Map.of(), SEND).exitCode);
        engine.createFault = new IllegalStateException("oops");
        run = CommandRun.of(engine, Map.of(), SEND);
        assertEquals(13, run.exitCode);
        assertEquals(1, run.errLines().size());
    }

    @Test
    void shouldShowStackTracesOnlyAtLevelFive() {
        FakeEngine engine = new FakeEngine();
        engine.createFault = new IllegalStateException("oops");
        assertFalse(CommandRun.of(engine, Map.of("UFTP_ENGINE_LOG_LEVEL", "4"), SEND)
                .err()
                .contains("\tat "));
        assertTrue(CommandRun.of(engine, Map.of("UFTP_ENGINE_LOG_LEVEL", "5"), SEND)
                .err()
                .contains("\tat "));
    }

    @Test
    void shouldReturnFourWhenTheLogFileCannotBeWritten() throws Exception {
        Path missing = dir.resolve("none/log");
        CommandRun run = CommandRun.of("send", "-Y", "none", "-L", missing.toString(), "file");
        assertEquals(4, run.exitCode);
        assertTrue(run.err().startsWith("uftp-engine: option -L (--log-file): \"" + missing), run.err());
        assertEquals(1, run.errLines().size());
    }

    @Test
    void shouldAppendTheLogToAFile() throws Exception {
        Path log = Files.writeString(dir.resolve("log"), "before\n");
        FakeEngine engine = new FakeEngine(Reports.complete());
        CommandRun run = CommandRun.of(engine, Map.of(), "send", "-Y", "none", "-L", log.toString(), "-y", "file");
        assertEquals(0, run.exitCode);
        List<String> lines = Files.readAllLines(log);
        assertEquals("before", lines.get(0));
        assertTrue(lines.get(1).matches("[-0-9]{10} [:.0-9]{12} INFO  option -y .*key containers.*"), lines.get(1));
        assertEquals(2, lines.size());
        assertEquals("", run.err());
    }

    @Test
    void shouldPrintExactlyOneJsonObject() {
        CommandRun run = CommandRun.of("send", "-Y", "none", "--json", "file");
        Map<String, Object> json = JsonText.object(JsonText.parse(run.out()));
        assertEquals("send", json.get("role"));
        assertEquals(0.0, json.get("exitCode"));
        assertEquals(false, json.get("encrypted"));
        assertEquals("0x000000AB", json.get("groupId"));
        Map<String, Object> receiver =
                JsonText.object(JsonText.array(json.get("receivers")).get(0));
        assertEquals("0x7F000001", receiver.get("id"));
        assertEquals("done", receiver.get("state"));
        assertEquals(
                "copy",
                JsonText.object(JsonText.array(receiver.get("files")).get(0)).get("result"));
        assertEquals(
                "dir/a\u001b[2J\"b",
                JsonText.object(JsonText.array(json.get("files")).get(0)).get("name"));
    }

    @ParameterizedTest
    @CsvSource({"send --json -Y none, send", "server --json -p x f, send", "send --json -w, send", "--json, --json"})
    void shouldPrintJsonAlsoWhenItFails(String args, String role) {
        CommandRun run = CommandRun.of(args.split(" "));
        Map<String, Object> json = JsonText.object(JsonText.parse(run.out()));
        assertEquals(1.0, json.get("exitCode"));
        assertEquals(role, json.get("role"));
        assertEquals("uftp-engine: " + json.get("error"), run.errLines().get(0));
    }

    @Test
    void shouldPrintATableWithoutWhatCouldRewriteTheScreen() {
        CommandRun run = CommandRun.of(new FakeEngine(Reports.partial()), Map.of(), SEND);
        List<String> lines = run.out().lines().toList();
        assertEquals("RECEIVER    STATE  FILES  BYTES   TIME     LOSS", lines.get(0));
        assertEquals("0x7F000001  done   1/1    2.0 MB  1.400 s  2.50 % (40 of 1600 blocks)", lines.get(1));
        assertEquals(
                "0xC6120002  lost   0/1    2.0 MB  1.400 s  2.50 % (40 of 1600 blocks)  fell silent", lines.get(2));
        assertEquals(
                "session 0x000000AB completed; 1 file, 2.0 MB in 1.500 s, 2.1 MB on the wire (11.2 Mbit/s), 62 blocks"
                        + " sent again",
                lines.get(3));
        assertEquals(4, lines.size());
    }

    @Test
    void shouldAbortTheSessionOnASignal() throws Exception {
        FakeEngine engine = new FakeEngine();
        CommandRun run = new CommandRun();
        Thread command = new Thread(() -> run.run(engine, Map.of(), SEND));
        command.start();
        engine.started.get(10, TimeUnit.SECONDS);
        while (!run.interruption.request()) {
            Thread.onSpinWait();
        }
        command.join(10_000);
        assertEquals(6, run.exitCode);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 6"})
    void shouldSayWhatAReceiverDoes(boolean isCut, int code) throws Exception {
        FakeEngine engine = new FakeEngine();
        CommandRun run = new CommandRun();
        Thread command =
                new Thread(() -> run.run(engine, Map.of(), "receive", "-I", "e0,e1", "-D", dir.toString(), "-d", "-q"));
        command.start();
        SessionListener listener = engine.started.get(10, TimeUnit.SECONDS);
        listener.onEvent(0xAB, new SessionEvent.PhaseEntered(SessionEvent.Phase.ANNOUNCE));
        listener.onEvent(0xAB, new SessionEvent.FileStarted(1, "a", 1000));
        listener.onEvent(0xAB, new SessionEvent.FileFinished(1, "a\u001b", 1000, FileOutcome.COPY, ""));
        listener.onEvent(0xAB, new SessionEvent.FileFinished(2, "b", 0, FileOutcome.REJECTED, "leaves the directory"));
        listener.onEvent(0xAB, new SessionEvent.SessionEnded(SessionOutcome.COMPLETED, ""));
        engine.receiveResult.complete(new ReceiveReport(0xEF, 1, 0, 1, 1000, isCut));
        command.join(10_000);
        assertEquals(
                List.of(
                        "receiving on e0, e1, ID 0x000000EF, port 1044, groups 230.4.4.1, into " + dir,
                        "session 0x000000AB began",
                        "received a?, 1.0 kB, session 0x000000AB",
                        "rejected b, 0 B, session 0x000000AB: leaves the directory",
                        "session 0x000000AB completed",
                        "stopped" + (isCut ? " in the middle of a session" : "")
                                + "; 1 session completed, 0 failed, 1 file, 1.0 kB"),
                run.out().lines().toList());
        assertEquals(code, run.exitCode);
    }

    @Test
    void shouldShowWhereSettingsCameFrom() {
        CommandRun run = CommandRun.of(
                new FakeEngine(), Map.of("UFTP_ENGINE_SEND_TTL", "7"), "config", "show", "server", "-R", "1G");
        assertEquals(0, run.exitCode);
        assertTrue(run.out().lines().anyMatch(line -> line.matches("rate +1G +command line")), run.out());
        assertTrue(
                run.out().lines().anyMatch(line -> line.matches("ttl +7 +environment UFTP_ENGINE_SEND_TTL")),
                run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.matches("port +1044 +default")), run.out());
    }
}
