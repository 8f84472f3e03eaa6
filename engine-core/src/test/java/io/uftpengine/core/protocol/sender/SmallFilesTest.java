package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small files one after the other: FILEINFO, blocks and DONE in one go, and what becomes of that where something is lost. */
class SmallFilesTest {
    private static final int A = 0x0A000001;
    private static final int B = 0x0A000002;
    private static final long SMALL = SenderSession.MAX_AHEAD_BLOCKS * 1000L;

    /** The first file is through; what follows is on the wire. */
    private static SenderHarness afterTheFirst(Setup setup) {
        SenderHarness host = setup.start();
        host.allRegister(A, B).allAck(1, A, B);
        host.forgetWire();
        host.complete(A, 1);
        host.complete(B, 1);
        return host;
    }

    private static Setup three(long size) {
        return Setup.closed(A, B).file("1", 10).file("2", size).file("3", 10);
    }

    private static List<Function> functions(SenderHarness host) {
        return host.wire.stream()
                .map(packet -> packet.block() == null ? packet.message().function() : Function.FILESEG)
                .toList();
    }

    @Test
    void shouldNotWaitForAnswersToTheFileInfo() {
        SenderHarness host = afterTheFirst(three(3000));

        assertEquals(
                List.of(Function.FILEINFO, Function.FILESEG, Function.FILESEG, Function.FILESEG, Function.DONE),
                functions(host));
        assertEquals(IdList.of(A, B), host.last(FileInfo.class).receivers());
        assertEquals(new Done(2, 0, IdList.of(A, B)), host.last(Done.class));
        assertTrue(host.wire.stream().allMatch(packet -> packet.atNs() == host.now));

        host.forgetWire();
        host.ackFileInfo(A, 2, MS);
        host.complete(A, 2);
        assertEquals(List.of(), functions(host), "B may still be at it");
        host.complete(B, 2);
        assertEquals(List.of(Function.FILEINFO, Function.FILESEG, Function.DONE), functions(host));
    }

    @Test
    void shouldHaveTheNextFileOpenedMeanwhileAndNoMore() {
        SenderHarness host = afterTheFirst(three(3000));

        assertEquals(
                List.of(1, 2, 3),
                host.requests.stream()
                        .filter(Action.OpenSource.class::isInstance)
                        .map(request -> ((Action.OpenSource) request).fileId())
                        .toList());
    }

    @Test
    void shouldWaitWithALargeFile() {
        assertEquals(SMALL / 1000, afterTheFirst(three(SMALL)).blocks().size());
        SenderHarness host = afterTheFirst(three(SMALL + 1));
        assertEquals(List.of(Function.FILEINFO), functions(host));
        host.ackFileInfo(A, 2, MS);
        assertEquals(0, host.blocks().size());
        host.ackFileInfo(B, 2, MS);
        assertEquals(SMALL / 1000 + 1, host.blocks().size());
    }

    @Test
    void shouldWaitWithCongestionControl() {
        Setup setup = three(3000);
        setup.tfmcc = TfmccLimits.NONE;
        SenderHarness host = setup.start();
        host.allRegister(A, B).allAck(1, A, B);
        host.run(SECOND);
        host.complete(A, 1);
        host.complete(B, 1);
        assertEquals(
                0, host.blocks().stream().filter(block -> block.fileId() == 2).count());
    }

    @Test
    void shouldOfferAFileAgainToWhomeverLostTheFileInfo() {
        SenderHarness host = afterTheFirst(three(3000));
        host.complete(A, 2);
        host.forgetWire();

        host.runToNextPacket();
        assertEquals(List.of(Function.FILEINFO, Function.DONE), functions(host));
        assertEquals(IdList.of(B), host.last(FileInfo.class).receivers());
        assertEquals(IdList.of(B), host.last(Done.class).receivers());
        host.ackFileInfo(B, 2, MS);
        host.run(5 * MS);
        host.status(B, 2, 0, 3, 0, 1, 2);
        host.run(5 * MS);
        assertEquals(3, host.blocks().size());
        host.complete(B, 2);

        host.forgetWire();
        host.run(MS);
        assertEquals(0, host.blocks().size());
        assertEquals(6 + 1, host.session.view().blocksSent(), "and the next file waits for its answers");
    }

    @Test
    void shouldTakeAStatusForAnAnswerToTheFileInfo() {
        SenderHarness host = afterTheFirst(three(3000));
        host.complete(A, 2);
        host.run(5 * MS);
        host.forgetWire();
        host.status(B, 2, 0, 3, 1);
        host.run(20 * MS);
        assertEquals(1, host.blocks().size());
        assertEquals(0, host.fileInfos().size());
    }

    @Test
    void shouldLoseTheSilentAndGoOn() {
        SenderHarness host = afterTheFirst(three(3000));
        host.complete(A, 2);
        long start = host.now;
        while (host.last(FileInfo.class).fileId() == 2) {
            host.runToNextPacket();
        }
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertEquals("did not answer the FILEINFO", host.participant(B).reason());
        assertEquals(20, host.fileInfos().stream().filter(f -> f.fileId() == 2).count());
        assertTrue(host.now - start <= 20 * 30 * MS + 2 * SECOND, "took " + (host.now - start));
    }

    @Test
    void shouldEndWhenNobodyAnswers() {
        SenderHarness host = afterTheFirst(three(3000));
        host.run(10 * SECOND);
        assertEquals(SessionOutcome.NO_FILEINFO_ANSWER, host.session.view().outcome());
        assertEquals(3, host.blocks().size());
    }

    @Test
    void shouldSayAllLostWhenAllAbort() {
        SenderHarness host = afterTheFirst(three(3000));
        host.receive(A, new Abort(0, 0, "disk full"));
        host.receive(B, new Abort(0, 0, "disk full"));
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
    }

    @Test
    void shouldGoOnWhenAllRefuse() {
        SenderHarness host = afterTheFirst(three(3000));
        host.complete(A, 2, CompletionStatus.REJECTED);
        host.complete(B, 2, CompletionStatus.REJECTED);
        assertEquals(3, host.last(FileInfo.class).fileId());
    }

    @Test
    void shouldKeepToTheRate() {
        Setup setup = three(10_000);
        setup.rate = 100_000;
        SenderHarness host = afterTheFirst(setup);
        long begin = host.now;
        host.ackFileInfo(A, 2, MS);
        host.ackFileInfo(B, 2, MS);
        while (host.dones().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(10, host.blocks().size());
        assertTrue(host.now - begin >= 90 * MS, "took " + (host.now - begin));
    }
}
