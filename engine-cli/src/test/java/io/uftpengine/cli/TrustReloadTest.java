package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.engine.ReceiveReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SIGHUP does to a running command, without the signal. */
class TrustReloadTest {
    private static final String FINGERPRINT = "66:1E:C9:1D:FC:99:DB:60:B0:1A:F0:8F:CA:F4:28:27:A6:BE:94:BC";

    @TempDir
    Path dir;

    private final FakeEngine engine = new FakeEngine();
    private final CommandRun run = new CommandRun();

    @Test
    void shouldReadTheSendersAgainAndKeepTheOldOnesWhenTheFileIsUnusable() throws Exception {
        Path list = Files.writeString(dir.resolve("senders"), "0x1|198.18.0.1|0\n");
        Thread command = start("receive", "-D", dir.toString(), "-S", list.toString());
        Files.writeString(list, "0x2|198.18.0.2|0|" + FINGERPRINT + "\n");
        hangUpUntil(1);
        assertTrue(engine.trusted.peek().orElseThrow().find(1).isEmpty());
        assertTrue(engine.trusted
                .peek()
                .orElseThrow()
                .find(2)
                .orElseThrow()
                .fingerprint()
                .isPresent());
        for (String bad : new String[] {"0x2|198.18.0.2\n", "# nobody\n", "0x2|198.18.0.2|0|66\n"}) {
            Files.writeString(list, bad);
            run.hangUp.request();
        }
        Files.delete(list);
        run.hangUp.request();
        assertEquals(1, engine.trusted.size(), "nothing of that came into force");
        Files.writeString(list, "0x3|198.18.0.3|0\n");
        run.hangUp.request();
        assertEquals(2, engine.trusted.size());
        engine.receiveResult.complete(new ReceiveReport(0xEF, 0, 0, 0, 0, false));
        command.join(10_000);
        assertEquals(0, run.exitCode, run.err());
    }

    /** A script that waits for this line and then sends the signal is heard. */
    @Test
    void shouldReactToTheSignalFromTheReadyLineOn() throws Exception {
        Path list = Files.writeString(dir.resolve("senders"), "0x1|198.18.0.1|0\n");
        Thread command = start("receive", "-D", dir.toString(), "-S", list.toString());
        while (!run.out().contains("receiving on ")) {
            Thread.onSpinWait();
        }
        run.hangUp.request();
        assertEquals(1, engine.trusted.size());
        engine.receiveResult.complete(new ReceiveReport(0xEF, 0, 0, 0, 0, false));
        command.join(10_000);
        assertEquals(0, run.exitCode, run.err());
    }

    @Test
    void shouldReadTheReceiversFingerprintsAgain() throws Exception {
        Path list = Files.writeString(dir.resolve("receivers"), "0x1\n");
        Thread command = start("send", "-c", "-H", "@" + list, "file");
        Files.writeString(list, "0x1|" + FINGERPRINT + "\n");
        while (engine.pins.isEmpty()) {
            run.hangUp.request();
        }
        assertEquals(FINGERPRINT, engine.pins.peek().of(1).orElseThrow().toString());
        int before = engine.pins.size();
        Files.delete(list);
        run.hangUp.request();
        assertEquals(before, engine.pins.size());
        engine.sendResult.complete(Reports.complete());
        command.join(10_000);
        assertEquals(0, run.exitCode, run.err());
    }

    @Test
    void shouldDoNothingWithoutLists() throws Exception {
        Thread command = start("receive", "-D", dir.toString());
        run.hangUp.request();
        assertTrue(engine.trusted.isEmpty());
        engine.receiveResult.complete(new ReceiveReport(0xEF, 0, 0, 0, 0, false));
        command.join(10_000);
        assertEquals(0, run.exitCode, run.err());
    }

    private Thread start(String... args) throws Exception {
        Thread command = new Thread(() -> run.run(engine, Map.of(), args));
        command.start();
        engine.started.get(10, TimeUnit.SECONDS);
        return command;
    }

    /** The command tells what to do on a signal shortly after it has started the engine. */
    private void hangUpUntil(int lists) {
        while (engine.trusted.size() < lists) {
            run.hangUp.request();
        }
        while (engine.trusted.size() > lists) {
            engine.trusted.remove();
        }
    }
}
