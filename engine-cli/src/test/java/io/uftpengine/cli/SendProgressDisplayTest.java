package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.SendProgress;
import io.uftpengine.core.event.SessionEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendProgressDisplayTest {
    private static final long SECOND = 1_000_000_000L;
    private static final SendTarget TARGET = SendTarget.of(SenderConfig.builder()
            .network(new NetworkConfig(List.of("e0"), 1044, 0, 1, 0, 65536))
            .build());

    private final List<String> lines = new ArrayList<>();
    private final SendProgressDisplay display = new SendProgressDisplay(TARGET, false, null, lines::add);

    @Test
    void shouldSayWhatIsWaitedForEveryFewSeconds() {
        display.onEvent(1, new SessionEvent.PhaseEntered(SessionEvent.Phase.ANNOUNCE));
        display.onEvent(1, new SessionEvent.Announced(3, 0, 20));
        for (long ns = 0; ns < 10 * SECOND; ns += SECOND / 5) {
            display.tick(ns);
        }
        String line = "announced 3 times on e0 to 230.4.4.1:1044, 0 of 20 registered";
        assertEquals(List.of(line, line, line), lines);
    }

    @Test
    void shouldNotCountExpectedReceiversInAnOpenGroup() {
        display.onEvent(1, new SessionEvent.Announced(1, 2, 0));
        display.tick(0);
        display.tick(3 * SECOND);
        assertEquals(List.of("announced 1 time on e0 to 230.4.4.1:1044, 2 registered"), lines);
    }

    @Test
    void shouldShowRateAndTimeLeftWhileDataFlows() {
        display.onEvent(1, new SessionEvent.PhaseEntered(SessionEvent.Phase.DATA));
        display.tick(0);
        display.onProgress(new SendProgress("a\n", 100_000_000, 30_000_000, 1, 30_000_000, 0, 2, 1, 0, 5, ""));
        display.tick(3 * SECOND);
        assertEquals(
                List.of("30 %, 30.0 MB of 100.0 MB, 80.0 Mbit/s, ETA 0:07, 1 done 2 active 0 lost, 5 NAKs: a?"), lines);
        display.onProgress(new SendProgress("a", 100, 100, 2, 90_000_000, 5, 2, 1, 0, 1, ""));
        display.tick(6 * SECOND);
        assertEquals("100 %, 100 B of 100 B, 160.0 Mbit/s, pass 2, 1 done 2 active 0 lost, 1 NAK: a", lines.get(1));
        display.onProgress(new SendProgress("", 0, 0, 2, 90, 5, 2, 1, 0, 1, "answers to the DONE"));
        display.tick(9 * SECOND);
        assertEquals("waiting for answers to the DONE, 1 done 2 active 0 lost, 1 NAK", lines.get(2));
    }

    @Test
    void shouldBeSilentWhenSwitchedOff() {
        SendProgressDisplay off = new SendProgressDisplay(TARGET, true, null, lines::add);
        off.onEvent(1, new SessionEvent.Announced(3, 0, 20));
        off.tick(0);
        off.tick(30 * SECOND);
        assertEquals(List.of(), lines);
        assertEquals("announced 3 times on e0 to 230.4.4.1:1044, 0 of 20 registered", off.line(30 * SECOND));
    }

    /** A service manager is told also when nothing is shown. */
    @Test
    void shouldKnowTheRateAlsoWhenSwitchedOff() {
        SendProgressDisplay off = new SendProgressDisplay(TARGET, true, null, lines::add);
        off.onEvent(1, new SessionEvent.PhaseEntered(SessionEvent.Phase.DATA));
        off.tick(100 * SECOND);
        off.onProgress(new SendProgress("a", 100_000_000, 30_000_000, 1, 30_000_000, 0, 2, 1, 0, 5, ""));
        off.tick(103 * SECOND);
        off.onProgress(new SendProgress("a", 100_000_000, 40_000_000, 1, 40_000_000, 0, 2, 1, 0, 5, ""));
        assertTrue(off.line(104 * SECOND).contains("80.0 Mbit/s, ETA 0:06"), off.line(104 * SECOND));
        assertEquals(List.of(), lines);
    }

    @Test
    void shouldRewriteOneLineOfATerminalAndGiveWayToTheLog() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        StatusLine statusLine = new StatusLine(screen, StandardCharsets.US_ASCII, Map.of("COLUMNS", "40"));
        SendProgressDisplay onTerminal = new SendProgressDisplay(TARGET, false, statusLine, lines::add);
        onTerminal.onEvent(1, new SessionEvent.Announced(1, 0, 0));
        onTerminal.tick(0);
        new PrintStream(statusLine, true).print("log\n");
        onTerminal.tick(1);
        onTerminal.end();
        onTerminal.end();
        String erase = "\r\u001b[K";
        String line = "announced 1 time on e0 to 230.4.4.1:1044, 0 registered".substring(0, 39);
        assertEquals(erase + line + erase + "log\n" + erase + line + erase, screen.toString(StandardCharsets.US_ASCII));
        assertTrue(lines.isEmpty());
    }
}
