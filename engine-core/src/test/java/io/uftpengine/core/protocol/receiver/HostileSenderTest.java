package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TaskResult.OpenOutcome;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sender that says anything that can be said, in any order, to a host that is not much better. */
class HostileSenderTest {
    private static final int MESSAGES = 200_000;
    private static final int BLOCK_SIZE = 2;
    private static final int[] EDGES = {0, 1, 2, 7, 15, 16, 17, 255, 256, 32767, 32768, 65534, 65535};
    private static final long[] SIZES = {0, 1, 2, 31, 32, 33, 100, 2_000_000, 1L << 21, 1L << 32, (1L << 48) - 1};

    /** What must be true of everything a session does; kept beside it, from its actions and events alone. */
    private static final class Watch {
        final Set<Integer> open = new HashSet<>();
        final Set<Integer> committing = new HashSet<>();
        final Set<Integer> whole = new HashSet<>();
        final Set<Integer> answerable = new HashSet<>();
        int offered;
        /** The file that the host has not answered yet; 0 = none. */
        int opening;

        long size;

        void see(Action action) {
            if (action instanceof Action.OpenFile file) {
                assertTrue(open.isEmpty() && committing.isEmpty(), "two files at once");
                open.add(file.fileId());
                offered = file.fileId();
                opening = offered;
                size = file.type() == FileType.REGULAR ? file.size() : 0;
            } else if (action instanceof Action.CommitFile file) {
                assertTrue(open.remove(file.fileId()), "commit of a file that is not open");
                committing.add(file.fileId());
            } else if (action instanceof Action.DiscardFile file) {
                opening = 0;
                assertTrue(
                        open.remove(file.fileId()) || committing.remove(file.fileId()),
                        "discard of a file that is not open");
            } else if (action instanceof Action.Send send) {
                see(send.message());
            }
        }

        private void see(Message message) {
            if (message instanceof Complete complete && complete.fileId() != 0) {
                assertTrue(
                        complete.status() == CompletionStatus.REJECTED || answerable.contains(complete.fileId()),
                        "COMPLETE without a result");
            } else if (message instanceof Complete) {
                assertTrue(open.isEmpty() && committing.isEmpty(), "end of session during a file");
            } else if (message instanceof FileInfoAck ack) {
                assertEquals(offered, ack.fileId());
            } else if (message instanceof Status status) {
                assertTrue(open.contains(status.fileId()), "STATUS of a file that is not open");
                SectionLayout layout = new SectionLayout(size, BLOCK_SIZE);
                assertTrue(status.section() < layout.sections(), "STATUS of no section");
                int blocks = layout.blocksIn(status.section());
                assertTrue(status.naks().covers(blocks), "short NAK map");
                assertTrue(status.naks().cardinality() > 0, "empty STATUS");
                for (int bit = status.naks().nextSet(0);
                        bit >= 0;
                        bit = status.naks().nextSet(bit + 1)) {
                    assertTrue(bit < blocks, "NAK beyond the section");
                }
            } else {
                assertTrue(message instanceof Register || message instanceof Abort, "unexpected " + message.function());
            }
        }

        void see(SessionEvent event) {
            if (event instanceof SessionEvent.FileFinished finished) {
                assertFalse(
                        finished.outcome() == FileOutcome.COPY && !whole.contains(finished.fileId()),
                        "success without a commit");
            }
        }
    }

    @Test
    void shouldSurviveAnythingAndEnd() {
        long seed = Long.getLong("uftp.seed", System.nanoTime());
        System.out.println("HostileSenderTest seed " + seed + " (replay with -Duftp.seed=" + seed + ")");
        Random random = new Random(seed);
        int messages = 0;
        int sessions = 0;
        int commits = 0;
        int statuses = 0;
        while (messages < MESSAGES) {
            sessions++;
            ReceiverHarness receiver = new ReceiverHarness(announce(random), random.nextInt(256));
            Watch watch = new Watch();
            for (int i = 0; i < 2000 && receiver.ended() == null; i++, messages++) {
                act(receiver, random);
                answer(receiver, watch, random);
                commits += receiver.actions(Action.CommitFile.class).size();
                statuses += receiver.sent(Status.class).size();
                SessionEvent.SessionEnded ended = receiver.ended();
                receiver.forget();
                if (ended != null) {
                    receiver.events.add(ended);
                    assertTrue(receiver.session.isTerminated());
                    assertFalse(receiver.hasDeadline());
                }
            }
            boolean over = receiver.ended() != null;
            receiver.forget();
            assertEndsInSilence(receiver, over);
        }
        System.out.println(sessions + " sessions, " + commits + " commits, " + statuses + " STATUS");
        assertTrue(sessions > 20 && commits > 100 && statuses > 100, "the test does not get anywhere");
    }

    /** With the largest robust and GRTT, the longest wait is that for a registration. */
    private static void assertEndsInSilence(ReceiverHarness receiver, boolean over) {
        receiver.pass(0);
        long limit = Math.max(SECOND, 5 * 50 * receiver.session.progress().grttNs()) + 2 * SECOND;
        for (long waited = 0; receiver.hasDeadline(); ) {
            long before = receiver.now;
            receiver.now = Math.max(receiver.now, receiver.session.nextDeadlineNs());
            receiver.session.onTimeout(receiver.now);
            receiver.pass(0);
            waited += receiver.now - before;
            assertTrue(waited <= limit, "still there after " + waited + " ns");
        }
        if (!over) {
            assertNotNull(receiver.ended());
        }
        assertTrue(receiver.session.isTerminated());
    }

    private static void answer(ReceiverHarness receiver, Watch watch, Random random) {
        for (int seen = 0; seen < receiver.actions.size(); seen++) {
            watch.see(receiver.actions.get(seen));
        }
        receiver.events.forEach(watch::see);
        if ((watch.opening != 0 || !watch.open.isEmpty()) && random.nextInt(4) == 0) {
            opened(receiver, watch, random);
        }
        if (!watch.committing.isEmpty() && random.nextInt(4) == 0) {
            int fileId = watch.committing.iterator().next();
            if (watch.opening == 0) {
                watch.whole.add(fileId);
                watch.answerable.add(fileId);
                watch.committing.remove(fileId);
            }
            settle(receiver, watch, new TaskResult.FileCommitted(fileId, CompletionStatus.NORMAL));
        }
    }

    private static void opened(ReceiverHarness receiver, Watch watch, Random random) {
        boolean opening = watch.opening != 0;
        int fileId = opening ? watch.opening : watch.open.iterator().next();
        OpenOutcome outcome = random.nextInt(20) == 0
                ? OpenOutcome.values()[random.nextInt(OpenOutcome.values().length)]
                : OpenOutcome.RECEIVE;
        watch.opening = 0;
        if (opening && (outcome == OpenOutcome.FINISHED || outcome == OpenOutcome.REJECTED)) {
            watch.whole.add(fileId);
            watch.answerable.add(fileId);
            watch.open.remove(fileId);
            watch.committing.remove(fileId);
        }
        settle(receiver, watch, new TaskResult.FileOpened(fileId, outcome, null, random.nextInt(3) - 1, "reason"));
    }

    private static void settle(ReceiverHarness receiver, Watch watch, TaskResult result) {
        int actions = receiver.actions.size();
        int events = receiver.events.size();
        receiver.result(result);
        receiver.actions.subList(actions, receiver.actions.size()).forEach(watch::see);
        receiver.events.subList(events, receiver.events.size()).forEach(watch::see);
    }

    private static void act(ReceiverHarness receiver, Random random) {
        if (random.nextInt(50) == 0) {
            receiver.grttCode = random.nextInt(256);
        }
        receiver.sequence += random.nextInt(20) == 0 ? random.nextInt() : 0;
        receiver.groupSize = random.nextInt(200);
        int fileId = fileId(random, receiver);
        switch (random.nextInt(16)) {
            case 0 -> receiver.deliver(new RegConf(ids(random)));
            case 1, 2 -> receiver.deliver(fileInfo(random, fileId));
            case 3, 4 -> receiver.deliver(done(fileId, number(random), ids(random)));
            case 5 -> {
                if (random.nextInt(60) == 0) {
                    receiver.deliver(done(0, number(random), ids(random)));
                }
            }
            case 6 -> receiver.deliver(new DoneConf(ids(random)));
            case 7 -> receiver.deliver(announce(random));
            case 8 -> receiver.deliver(new CongCtrl(1, 2, 3, List.of()));
            case 9 -> {
                if (random.nextInt(100) == 0) {
                    receiver.deliver(new Abort(random.nextInt(256), random.nextInt(3) * US, "\u0000\n"));
                }
            }
            case 10 -> receiver.session.onTimeout(receiver.now);
            case 11 -> receiver.pass(random.nextInt(5_000_000));
            case 12 ->
                receiver.session.claimBlock(
                        random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt(), receiver.now);
            case 13 -> {
                if (random.nextInt(500) == 0) {
                    receiver.result(new TaskResult.FileFailed(fileId, null));
                } else {
                    receiver.session.blockRefused(receiver.now);
                }
            }
            default -> {
                for (int i = 0; i < 16; i++) {
                    receiver.block(fileId, random.nextInt(4), i, BLOCK_SIZE - random.nextInt(8) / 7);
                }
            }
        }
    }

    private static int fileId(Random random, ReceiverHarness receiver) {
        int progress = 1 + (int) ((receiver.now + 77 * SECOND) / (20 * MS)) % 65535;
        return random.nextInt(10) == 0 ? number(random) : progress;
    }

    private static int number(Random random) {
        return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(4);
    }

    private static IdList ids(Random random) {
        return List.of(WE, WE, WE, THEY, IdList.EMPTY).get(random.nextInt(5));
    }

    private static FileInfo fileInfo(Random random, int fileId) {
        FileType type =
                random.nextInt(5) == 0 ? FileType.values()[random.nextInt(FileType.values().length)] : FileType.REGULAR;
        long size = random.nextInt(50) == 0 ? SIZES[random.nextInt(SIZES.length)] : 1 + random.nextInt(40);
        byte[] name = new byte[random.nextInt(8)];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) (random.nextInt(30) == 0 ? 1 + random.nextInt(255) : 'a');
        }
        return new FileInfo(
                fileId,
                type,
                random.nextInt(),
                size,
                WireName.of(name),
                WireName.EMPTY,
                random.nextLong(),
                ids(random));
    }

    private static Announce announce(Random random) {
        return new Announce(
                false,
                false,
                10 + random.nextInt(41),
                0,
                BLOCK_SIZE,
                random.nextLong(),
                ip("230.4.4.1"),
                ip("230.5.5.7"),
                List.of(),
                ids(random));
    }

    /** Every GRTT there is: the machine neither storms nor sleeps. */
    @Test
    void shouldEndWithEveryGrtt() {
        List<Integer> tooLong = new ArrayList<>();
        for (int code = 0; code < 256; code++) {
            ReceiverHarness receiver = new ReceiverHarness(announce(new Random(code)), code);
            long grttNs = QuantizedRtt.decodeNanos(code);
            // The first try that comes due after a second may be the last.
            long registration = Math.max(SECOND + 5 * grttNs, 5 * 50 * grttNs);
            receiver.pass(registration);
            if (receiver.ended() == null) {
                tooLong.add(code);
            }
            assertTrue(receiver.sent(Register.class).size() <= 100, "a storm at code " + code);
        }
        assertEquals(List.of(), tooLong);
    }
}
