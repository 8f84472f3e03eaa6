package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Done;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.PassStarted;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.sender.SenderHarness.Block;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a receiver asked for that failed since is not sent for nobody. */
class DroppedReceiverTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;
    private static final int C = 0x0103;

    /** Blocks of one section. */
    private static final int SECTION = 8000;

    private static final int RATE = 100_000_000;

    private static void abort(SenderHarness host, int id) {
        host.receive(id, new Abort(0, SenderHarness.SENDER_ID, "disk full"));
        assertEquals(ReceiverState.ABORTED, host.participant(id).state());
    }

    private static int[] first(int blocks) {
        return IntStream.range(0, blocks).toArray();
    }

    private static SenderHarness sending(Setup setup, int... receivers) {
        setup.rate = RATE;
        SenderHarness host = setup.start();
        return host.allRegister(receivers).allAck(1, receivers);
    }

    private static long retransmitted(SenderHarness host) {
        return host.session.view().blocksRetransmitted();
    }

    @Test
    void shouldForgetInThePassWhatOnlyTheAbortedOneLacked() {
        SenderHarness host = sending(Setup.closed(A, B).file("f", 5 * SECTION * 1000L), A, B);
        host.run(200 * MS);
        host.status(A, 1, 0, SECTION, 5, 6);
        host.status(B, 1, 0, SECTION, first(4000));
        abort(host, B);
        host.run(400 * MS);
        assertEquals(40_000, host.blocks().size(), "the first pass is whole");
        host.status(A, 1, 0, SECTION, 5, 6);
        host.run(20 * MS);
        assertEquals(2, retransmitted(host));
        host.complete(A, 1);
        host.finishSession(A);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
    }

    @Test
    void shouldAskTheOthersAnewBetweenPasses() {
        SenderHarness host = sending(Setup.closed(A, B).file("f", 100_000), A, B);
        host.run(3 * MS);
        assertEquals(1, host.dones().size());
        host.now += 3 * MS;
        host.status(B, 1, 0, 100, first(90));
        abort(host, B);
        assertEquals(2, host.dones().size(), "asked anew");
        assertEquals(IdList.of(A), host.last(Done.class).receivers(), "the others only");
        host.now += 3 * MS;
        host.status(A, 1, 0, 100, 99);
        host.run(MS);
        assertEquals(1, retransmitted(host));
        assertEquals(99, host.blocks().get(100).block());
    }

    /** A few blocks too many cost less than asking all. */
    @Test
    void shouldNotAskAnewForALittle() {
        SenderHarness host = sending(Setup.closed(A, B, C).file("f", 100_000), A, B, C);
        host.run(3 * MS);
        host.now += 3 * MS;
        host.status(B, 1, 0, 100, first(20));
        host.status(A, 1, 0, 100, IntStream.range(20, 100).toArray());
        abort(host, B);
        assertEquals(1, host.dones().size());
        host.complete(C, 1);
        host.run(3 * MS);
        assertEquals(100, retransmitted(host));
    }

    @Test
    void shouldCutShortThePassThatIsMostlyForTheAbortedOne() {
        Setup setup = Setup.closed(A, B).file("f", 5 * SECTION * 1000L);
        setup.maxPasses = 2;
        SenderHarness host = sending(setup, A, B);
        host.run(410 * MS);
        host.now += 3 * MS;
        for (int section = 0; section < 5; section++) {
            host.status(B, 1, section, SECTION, first(SECTION));
        }
        host.status(A, 1, 4, SECTION, 5, 6);
        host.run(100 * MS);
        assertTrue(retransmitted(host) > 1000, "the second pass runs");
        long before = retransmitted(host);
        abort(host, B);
        host.run(100 * MS);
        long readAhead = ReadAhead.MAX_BYTES / 1000;
        assertTrue(retransmitted(host) <= before + readAhead, "no more than was read ahead");
        host.forgetWire();
        host.status(A, 1, 4, SECTION, 5, 6);
        host.run(20 * MS);
        assertEquals(List.of(5, 6), host.blocks().stream().map(Block::block).toList());
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state(), "the pass that was cut does not count");
        assertEquals(
                List.of(1, 2, 2),
                host.events(PassStarted.class).stream().map(PassStarted::pass).toList());
    }
}
