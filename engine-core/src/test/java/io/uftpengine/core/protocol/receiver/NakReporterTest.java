package io.uftpengine.core.protocol.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.QuantizedGroupSize;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Blocks of 1 byte, so that a section has 8 blocks. */
class NakReporterTest {
    private static final long MS = 1_000_000;
    private static final int G_CODE = QuantizedRtt.encode(0.1);
    private static final long G = QuantizedRtt.decodeNanos(G_CODE);
    private static final long HOLD_OFF = G / 16;
    private static final int SECTION_BLOCKS = 8;
    private static final int US = 0x0A000001;

    private SectionLayout layout;
    private ClaimedBlocks claimed;
    private NakReporter reporter;
    private ReceiverOutbox outbox;
    private final ReceiverCounters counters = new ReceiverCounters();
    private long now = 1234;

    private void sections(int count) {
        sections(count, new AdvertisedGrtt(G_CODE, QuantizedGroupSize.encode(3)), US);
    }

    private void sections(int count, AdvertisedGrtt grtt, int uniqueId) {
        layout = new SectionLayout((long) count * SECTION_BLOCKS, 1);
        assertEquals(count, layout.sections());
        claimed = new ClaimedBlocks(layout);
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, Function.ANNOUNCE, 0, 1, 2, 0, 0, 0);
        outbox = new ReceiverOutbox(header, uniqueId, new InetSocketAddress(1));
        reporter = new NakReporter(1, layout, claimed, grtt, uniqueId, outbox, counters);
    }

    private void block(int section, int block) {
        claimed.claim(section, block);
        reporter.onBlock(section, now);
    }

    /** All blocks of a section but some. */
    private void section(int section, Integer... lost) {
        for (int block = 0; block < SECTION_BLOCKS; block++) {
            if (!List.of(lost).contains(block)) {
                block(section, block);
            }
        }
    }

    private List<Integer> pass(long ns) {
        long end = now + ns;
        while (reporter.deadlineNs() <= end) {
            now = Math.max(now, reporter.deadlineNs());
            reporter.onTimeout(now);
        }
        now = end;
        return reported();
    }

    private List<Integer> reported() {
        List<Integer> sections = new ArrayList<>();
        for (Action action = outbox.pollAction(); action != null; action = outbox.pollAction()) {
            Status status = (Status) ((Action.Send) action).message();
            assertTrue(status.naks().cardinality() > 0, "empty STATUS");
            assertTrue(status.section() < layout.sections());
            assertEquals(SECTION_BLOCKS / 8 + 1, status.naks().byteLength());
            sections.add(status.section());
        }
        return sections;
    }

    @Test
    void shouldReportAllIncompleteSectionsAfterTheHoldOff() {
        sections(5);
        section(0, 3);
        section(1);
        section(2, 0, 7);
        section(3);
        section(4, 1);
        pass(10 * G);
        reporter.onDone(4, true, now);
        assertEquals(List.of(), pass(HOLD_OFF - 1));
        assertEquals(List.of(0, 2, 4), pass(1));
        assertEquals(List.of(), pass(10 * G));
    }

    @Test
    void shouldSayWhichBlocksAreWanted() {
        sections(2);
        section(0, 3, 5);
        section(1);
        reporter.onDone(1, true, now);
        now += HOLD_OFF;
        reporter.onTimeout(now);
        Status status = (Status) ((Action.Send) outbox.pollAction()).message();
        assertEquals(1, status.fileId());
        assertEquals(0, status.section());
        assertEquals(List.of(), status.extensions());
        assertEquals(2, status.naks().cardinality());
        assertTrue(status.naks().isSet(3) && status.naks().isSet(5));
        assertEquals(1, counters.statusesSent);
        assertEquals(2, counters.naksSent);
    }

    @Test
    void shouldNotReportWhatArrivesDuringTheHoldOff() {
        sections(2);
        section(0, 3);
        section(1, 7);
        reporter.onDone(1, true, now);
        pass(MS);
        block(1, 7);
        assertEquals(List.of(0), pass(G));
    }

    @Test
    void shouldReportNothingWhenNothingIsMissing() {
        sections(2);
        section(0);
        section(1);
        reporter.onDone(1, true, now);
        assertEquals(ProtocolMachine.NO_DEADLINE, reporter.deadlineNs());
        assertEquals(List.of(), pass(G));
    }

    @Test
    void shouldSendNoEmptyReportWhenAllArrivesDuringTheHoldOff() {
        sections(1);
        section(0, 3);
        reporter.onDone(0, true, now);
        block(0, 3);
        assertEquals(List.of(), pass(G));
        assertEquals(0, counters.statusesSent);
    }

    @Test
    void shouldRepeatTheReportWhenListedAgain() {
        sections(3);
        section(0, 3);
        section(1, 3);
        section(2, 3);
        pass(G);
        reporter.onDone(2, true, now);
        assertEquals(List.of(0, 1, 2), pass(G));
        reporter.onDone(2, true, now);
        assertEquals(List.of(0, 1, 2), pass(G));
    }

    @Test
    void shouldNotPutTheReportOffWhenListedAgainMeanwhile() {
        sections(1);
        section(0, 3);
        reporter.onDone(0, true, now);
        pass(HOLD_OFF - 1);
        reporter.onDone(0, true, now);
        assertEquals(List.of(0), pass(1));
        assertEquals(List.of(), pass(G));
    }

    @Test
    void shouldReportOnlyUpToTheSectionOfTheDone() {
        sections(4);
        section(0, 1);
        section(1, 1);
        reporter.onDone(1, true, now);
        assertEquals(List.of(0, 1), pass(G));
    }

    @Test
    void shouldReportEarlierSectionsAtABoundary() {
        sections(4);
        section(0, 3);
        assertEquals(List.of(), pass(5 * G));
        block(1, 0);
        assertEquals(List.of(), pass(HOLD_OFF - 1));
        assertEquals(List.of(0), pass(1));
        // Once a pass, and never the section that the sender is in.
        block(1, 1);
        assertEquals(List.of(), pass(5 * G));
        block(2, 0);
        assertEquals(List.of(1), pass(5 * G));
        block(3, 0);
        assertEquals(List.of(2), pass(5 * G));
        assertEquals(ProtocolMachine.NO_DEADLINE, reporter.deadlineNs());
    }

    /** The hole of the reference, wire facts T26. */
    @Test
    void shouldForgetNoSectionThatIsCrossedDuringTheHoldOff() {
        sections(8);
        for (int section = 0; section < 5; section++) {
            section(section, 2);
            pass(MS);
        }
        List<Integer> reported = pass(0);
        reported.addAll(pass(G));
        assertEquals(List.of(0, 1, 2, 3), reported);
        for (int section = 5; section < 8; section++) {
            section(section, 2);
        }
        reporter.onDone(7, true, now);
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), pass(G));
    }

    @Test
    void shouldReportTheRestWhenNotListedAtTheEndOfThePass() {
        sections(3);
        section(0, 3);
        section(1, 3);
        assertEquals(List.of(0), pass(G));
        section(2, 3);
        assertEquals(List.of(1), pass(G));
        reporter.onDone(2, false, now);
        assertEquals(List.of(2), pass(G));
        reporter.onDone(2, false, now);
        assertEquals(List.of(), pass(G));
        assertEquals(3, counters.statusesSent);
    }

    @Test
    void shouldReportAgainInTheNextPass() {
        sections(3);
        section(0, 3, 4);
        section(1, 3);
        section(2);
        reporter.onDone(2, true, now);
        assertEquals(List.of(0, 1), pass(G));
        block(0, 3);
        block(1, 3);
        assertEquals(List.of(0), pass(G));
        block(2, 0);
        assertEquals(List.of(), pass(G));
    }

    @Test
    void shouldNotTakeADoneInTheMiddleForTheEndOfThePass() {
        sections(4);
        section(0, 3);
        section(1, 3);
        assertEquals(List.of(0), pass(G));
        reporter.onDone(1, true, now);
        assertEquals(List.of(0, 1), pass(G));
        section(2, 3);
        assertEquals(List.of(), pass(G));
        section(3);
        assertEquals(List.of(2), pass(G));
    }

    @Test
    void shouldComeBackToASectionThatItSkipped() {
        sections(3);
        section(0, 3, 5);
        section(1, 3);
        section(2, 3);
        block(0, 3);
        // The block last received was of section 0, so only section 1 is reported now.
        assertEquals(List.of(1), pass(G));
        reporter.onDone(2, false, now);
        assertEquals(List.of(0, 1, 2), pass(G));
    }

    @Test
    void shouldNotSkipASectionAtADone() {
        sections(1);
        section(0, 3, 7);
        reporter.onDone(0, true, now);
        // Overtaken by the DONE.
        block(0, 7);
        assertEquals(List.of(0), pass(G));
    }

    @Test
    void shouldSendABoundedNumberAtATime() {
        int count = 100;
        sections(count);
        reporter.onDone(count - 1, true, now);
        now += HOLD_OFF;
        reporter.onTimeout(now);
        List<Integer> all = new ArrayList<>(reported());
        assertEquals(NakReporter.MAX_STATUSES_PER_TICK, all.size());
        reporter.onTimeout(now);
        assertEquals(List.of(), reported());
        int ticks = 1;
        for (; reporter.deadlineNs() != ProtocolMachine.NO_DEADLINE; ticks++) {
            assertEquals(now + G / 32, reporter.deadlineNs());
            now = reporter.deadlineNs();
            reporter.onTimeout(now);
            List<Integer> more = reported();
            assertTrue(more.size() <= NakReporter.MAX_STATUSES_PER_TICK && !more.isEmpty());
            all.addAll(more);
        }
        assertEquals((count + 7) / 8, ticks);
        assertEquals(count, new TreeSet<>(all).size());
        assertEquals(count, all.size());
    }

    @Test
    void shouldNotBeginAnewWhenListedWhileReporting() {
        sections(20);
        reporter.onDone(19, true, now);
        now += HOLD_OFF;
        reporter.onTimeout(now);
        reporter.onDone(19, true, now);
        assertEquals(20, pass(G).size());
    }

    @Test
    void shouldHoldOffAtLeastFiveMillisecondsButNoLongerThanTheGrtt() {
        long tiny = QuantizedRtt.decodeNanos(QuantizedRtt.encode(0.001));
        assertEquals(tiny, holdOff(0.001, 3, US));
        assertEquals(5 * MS, holdOff(0.01, 3, US));
        assertEquals(QuantizedRtt.decodeNanos(QuantizedRtt.encode(0.5)) / 16, holdOff(0.5, 3, US));
        assertEquals(50 * MS, holdOff(15, 3, US));
    }

    @Test
    void shouldSpreadTheReportsOfALargeGroupOverOneGrtt() {
        int receivers = 1000;
        int[] perTenth = new int[10];
        for (int i = 0; i < receivers; i++) {
            long ns = holdOff(0.1, receivers, US + i);
            assertTrue(ns >= HOLD_OFF && ns < G, "hold-off " + ns);
            perTenth[(int) ((ns - HOLD_OFF) * 10 / (G - HOLD_OFF))]++;
        }
        for (int count : perTenth) {
            assertTrue(count >= 50 && count <= 150, "uneven: " + java.util.Arrays.toString(perTenth));
        }
        assertEquals(holdOff(0.1, receivers, US), holdOff(0.1, receivers, US));
    }

    private long holdOff(double grttSeconds, int groupSize, int uniqueId) {
        sections(
                1,
                new AdvertisedGrtt(QuantizedRtt.encode(grttSeconds), QuantizedGroupSize.encode(groupSize)),
                uniqueId);
        reporter.onDone(0, true, now);
        return reporter.deadlineNs() - now;
    }

    @Test
    void shouldKnowAWholeSectionByItsCountOnly() {
        sections(2);
        section(0);
        assertFalse(claimed.claim(0, 3));
        assertEquals(0, claimed.missingIn(0));
        assertEquals(0, claimed.naks(0).cardinality());
        assertEquals(8, claimed.naks(1).cardinality());
        assertEquals(8, claimed.missing());
        assertEquals(1, claimed.nextIncomplete(0));
        section(1);
        assertEquals(-1, claimed.nextIncomplete(0));
        assertTrue(claimed.isComplete());
    }
}
