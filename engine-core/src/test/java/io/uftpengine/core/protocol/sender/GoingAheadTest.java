package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A large file at a low rate: its blocks do not wait for the answers to the FILEINFO, but for a round trip. */
class GoingAheadTest {
    private static final int A = 0x0A000001;
    private static final int B = 0x0A000002;

    /** With packets of 1052 bytes, of which 32 leave in 10 ms: 3.37 MB/s is the highest rate that is low. */
    private static final long SLOW = 1_000_000;

    private static final long FAST = 3_400_000;
    private static final long GRTT = 600 * MS;
    private static final int MANY = 31;

    private static Setup setup(long rate) {
        Setup setup = Setup.closed(A, B).file("f", 5_000_000);
        setup.rate = rate;
        setup.grttNs = GRTT;
        setup.minGrttNs = GRTT;
        return setup;
    }

    private static SenderHarness registered(Setup setup) {
        SenderHarness host = setup.start();
        host.forgetWire();
        host.allRegister(A, B);
        return host;
    }

    @Test
    void shouldNotWaitForTheAnswers() {
        SenderHarness host = registered(setup(SLOW));
        assertEquals(2, host.fileInfos().size(), "whoever loses it loses the blocks, too");
        host.run(GRTT / 2);
        long blocks = host.blocks().size();
        assertTrue(blocks > 250 && blocks < 310, blocks + " blocks");
        host.ackFileInfo(A, 1, GRTT);
        host.ackFileInfo(B, 1, GRTT);
        host.run(2 * SECOND);
        assertTrue(host.blocks().size() > 2 * blocks, host.blocks().size() + " blocks");
        assertEquals(2, host.fileInfos().size());
    }

    @Test
    void shouldHoldTheBlocksForWhoeverHasNotAnswered() {
        SenderHarness host = registered(setup(SLOW));
        host.run(GRTT / 2);
        host.ackFileInfo(A, 1, GRTT);
        host.run(2 * GRTT);
        long blocks = host.blocks().size();
        long most = SLOW * GRTT * 3 / 2 / SECOND / 1000;
        assertTrue(blocks > 0 && blocks <= most, blocks + " blocks of at most " + most);
        host.run(GRTT);
        assertEquals(3, host.fileInfos().size());
        assertEquals(IdList.of(B), host.last(FileInfo.class).receivers());
        assertEquals(blocks, host.blocks().size(), "B would lose what is sent");
        host.ackFileInfo(B, 1, GRTT);
        host.run(GRTT);
        assertTrue(host.blocks().size() > blocks);
    }

    @Test
    void shouldGoOnWithoutWhoeverNeverAnswers() {
        SenderHarness host = registered(setup(SLOW));
        host.ackFileInfo(A, 1, GRTT);
        for (int i = 0; i < 100 && host.participant(B).state() == ReceiverState.ACTIVE; i++) {
            host.run(GRTT);
        }
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        long blocks = host.blocks().size();
        host.run(GRTT);
        assertTrue(host.blocks().size() > blocks);
    }

    @Test
    void shouldSendLittleWhereNobodyAnswers() {
        SenderHarness host = registered(setup(SLOW));
        for (int i = 0; i < 100 && !host.session.isTerminated(); i++) {
            host.run(SECOND);
        }
        assertEquals(SessionOutcome.NO_FILEINFO_ANSWER, host.session.view().outcome());
        assertTrue(
                host.blocks().size() <= SLOW * GRTT * 3 / 2 / SECOND / 1000,
                host.blocks().size() + " blocks");
    }

    @Test
    void shouldWaitAtAHighRateAndWithCongestionControl() {
        Setup regulated = setup(SLOW);
        regulated.tfmcc = TfmccLimits.NONE;
        for (Setup setup : List.of(setup(FAST), regulated)) {
            SenderHarness host = registered(setup);
            host.run(GRTT / 2);
            assertEquals(0, host.blocks().size());
            assertEquals(1, host.fileInfos().size());
        }
    }

    @Test
    void shouldNotAskManyReceiversTwice() {
        int[] ids = new int[MANY];
        for (int i = 0; i < MANY; i++) {
            ids[i] = A + i;
        }
        Setup setup = Setup.closed(ids).file("f", 5_000_000);
        setup.rate = SLOW;
        setup.grttNs = GRTT;
        setup.minGrttNs = GRTT;
        SenderHarness host = setup.start();
        host.allRegister(ids);
        host.run(GRTT / 2);
        assertTrue(host.blocks().size() > 250);
        assertEquals(1, host.fileInfos().size());
    }
}
