package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.FileFinished;
import io.uftpengine.core.event.SessionEvent.FileResult;
import io.uftpengine.core.event.SessionEvent.SessionEnded;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole sessions, from ANNOUNCE to the end. */
class SenderSessionTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;

    @Test
    void shouldDeliverOneFileToAClosedGroupWithoutLoss() {
        SenderHarness host = Setup.closed(A, B).file("one.bin", 2500).start();
        assertEquals(1, host.announces().size());
        assertEquals(IdList.of(A, B), host.announces().get(0).receivers());

        host.allRegister(A, B);
        assertEquals(List.of(new RegConf(IdList.of(A, B))), host.messages(RegConf.class));
        assertEquals(1, host.fileInfos().size(), "FILEINFO follows without waiting");
        host.allAck(1, A, B);
        assertEquals(3, host.blocks().size());
        assertEquals(500, host.blocks().get(2).length());
        assertEquals(List.of(new Done(1, 0, IdList.of(A, B))), host.dones());
        host.now += 2 * MS;
        host.complete(A, 1);
        host.complete(B, 1);
        assertEquals(new Done(0, 0, IdList.of(A, B)), host.last(Done.class));
        host.now += 2 * MS;
        host.finishSession(A, B);

        assertEquals(2, host.messages(DoneConf.class).size(), "the second in case that the first is lost");
        assertTrue(host.session.isTerminated());
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertEquals(
                List.of(new FileResult(A, 1, FileOutcome.COPY), new FileResult(B, 1, FileOutcome.COPY)),
                host.events(FileResult.class));
        assertEquals(
                List.of(new FileFinished(1, "one.bin", 2500, FileOutcome.COPY, "")), host.events(FileFinished.class));
        assertEquals(List.of(new SessionEnded(SessionOutcome.COMPLETED, "")), host.events(SessionEnded.class));
        assertEquals(2, host.session.view().receiversIn(ReceiverState.DONE));
        assertEquals(2500, host.participant(A).bytes());
        assertEquals(3, host.session.view().blocksSent());
        assertEquals(0, host.session.view().blocksRetransmitted());
        assertTrue(host.session.view().elapsedNs(host.now) < SECOND);
    }
}
