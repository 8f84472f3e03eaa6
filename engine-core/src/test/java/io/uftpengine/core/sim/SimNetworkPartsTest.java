package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimNetworkPartsTest {
    private static final int DATAGRAMS = 200_000;
    private static final int FILESEG = Function.FILESEG.code();
    private static final int STATUS = Function.STATUS.code();
    private static final int IP_BYTES = 1352;

    private static SimLink link(LinkModel model) {
        return new SimLink(model, 7, 8);
    }

    private static double lossOf(SimLink link) {
        int lost = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            lost += link.offer(i, FILESEG, IP_BYTES, i) == 0 ? 1 : 0;
        }
        return (double) lost / DATAGRAMS;
    }

    @Test
    void shouldOrderEventsByTimeAndThenByInsertion() {
        EventQueue<Integer> queue = new EventQueue<>(10_000);
        SimRandom random = new SimRandom(1);
        TreeMap<Long, List<Integer>> expected = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            long time = random.nextLong(500);
            queue.add(time, i);
            expected.computeIfAbsent(time, key -> new ArrayList<>()).add(i);
        }
        assertThrows(SimulationFailure.class, () -> queue.add(0, 0));
        for (var entry : expected.entrySet()) {
            for (int value : entry.getValue()) {
                assertEquals(entry.getKey(), queue.nextNs());
                assertEquals(value, queue.poll());
            }
        }
        assertNull(queue.poll());
        assertEquals(EventQueue.NEVER, queue.nextNs());
    }

    @Test
    void shouldSortArrivalsAndKeepTheOrderOfEqualOnes() {
        ArrivalRing ring = new ArrivalRing();
        SimRandom random = new SimRandom(2);
        long packet = 0;
        for (int round = 0; round < 50; round++) {
            long start = round * 1000L;
            for (int i = 0; i < 200; i++) {
                ring.add(start + random.nextLong(100), packet++);
            }
            assertEquals(packet - 200, ring.oldestPacket(Long.MAX_VALUE));
            long lastTime = -1;
            long lastPacket = -1;
            for (int i = 0; i < 200; i++) {
                long time = ring.nextNs();
                long next = ring.poll();
                assertTrue(time > lastTime || time == lastTime && next > lastPacket);
                lastTime = time;
                lastPacket = next;
            }
            assertEquals(0, ring.size());
        }
    }

    @Test
    void shouldLoseTheConfiguredShare() {
        assertEquals(0, lossOf(link(LinkModel.CLEAN)));
        assertEquals(0.05, lossOf(link(LinkModel.CLEAN.withLoss(0.05))), 0.003);
        assertEquals(1, lossOf(link(LinkModel.CLEAN.withLoss(1))));
    }

    @Test
    void shouldLoseInBursts() {
        SimLink link = link(LinkModel.CLEAN.withBurst(new LinkModel.Burst(0.01, 0.1, 0, 1)));
        int lost = 0;
        int bursts = 0;
        boolean before = false;
        for (int i = 0; i < DATAGRAMS; i++) {
            boolean gone = link.offer(i, FILESEG, IP_BYTES, i) == 0;
            lost += gone ? 1 : 0;
            bursts += gone && !before ? 1 : 0;
            before = gone;
        }
        assertEquals(0.01 / 0.11, (double) lost / DATAGRAMS, 0.01);
        assertEquals(10, (double) lost / bursts, 1);
    }

    @Test
    void shouldLoseTheSameOnASegmentAndOtherThingsElsewhere() {
        LinkModel first = LinkModel.CLEAN.withSharedLoss(1, 0.1);
        SimLink one = new SimLink(first, 1, 99);
        SimLink two = new SimLink(first, 2, 99);
        SimLink other = new SimLink(LinkModel.CLEAN.withSharedLoss(2, 0.1), 3, 99);
        int lost = 0;
        int lostInBoth = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            boolean gone = one.offer(i, FILESEG, IP_BYTES, i) == 0;
            assertEquals(gone, two.offer(i, FILESEG, IP_BYTES, i) == 0);
            lost += gone ? 1 : 0;
            lostInBoth += gone & other.offer(i, FILESEG, IP_BYTES, i) == 0 ? 1 : 0;
        }
        assertEquals(0.1, (double) lost / DATAGRAMS, 0.005);
        assertEquals(0.01, (double) lostInBoth / DATAGRAMS, 0.002);
    }

    @Test
    void shouldDropTheFirstOfAFunctionOnly() {
        SimLink link = link(LinkModel.CLEAN.withFilter(Function.STATUS, 3, 0));
        for (int i = 0; i < 3; i++) {
            assertEquals(1, link.offer(i, FILESEG, IP_BYTES, i));
            assertEquals(0, link.offer(i, STATUS, IP_BYTES, i));
        }
        assertEquals(1, link.offer(9, STATUS, IP_BYTES, 9));
    }

    @Test
    void shouldDuplicateAndReorder() {
        SimLink link = link(LinkModel.CLEAN.withDuplication(0.1).withReordering(0.2, 1000));
        int copies = 0;
        int late = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            copies += link.offer(i, FILESEG, IP_BYTES, i);
            late += link.firstArrivalNs() > i + LinkModel.CLEAN.delayNs() ? 1 : 0;
        }
        assertEquals(1.1, (double) copies / DATAGRAMS, 0.005);
        assertEquals(0.2, (double) late / DATAGRAMS, 0.005);
    }

    @Test
    void shouldQueueAtABottleneckAndDropWhatDoesNotFit() {
        SimLink link = link(LinkModel.CLEAN.withBottleneck(new LinkModel.Bottleneck(1_000_000, 10_000)));
        long lastArrival = 0;
        int arrived = 0;
        for (int i = 0; i < 1000; i++) {
            if (link.offer(i * 500_000L, FILESEG, 1000, i) > 0) {
                arrived++;
                assertTrue(link.firstArrivalNs() >= lastArrival + 1_000_000, "faster than the bottleneck");
                lastArrival = link.firstArrivalNs();
            }
        }
        // Half a second at 1 MB/s, and the queue.
        assertEquals(510, arrived, 2);
    }

    @Test
    void shouldPassNothingInAPartition() {
        SimLink link = link(LinkModel.CLEAN.withPartition(100, 200));
        assertEquals(1, link.offer(99, FILESEG, IP_BYTES, 0));
        assertEquals(0, link.offer(100, FILESEG, IP_BYTES, 1));
        assertEquals(0, link.offer(199, FILESEG, IP_BYTES, 2));
        assertEquals(1, link.offer(200, FILESEG, IP_BYTES, 3));
    }

    @Test
    void shouldGiveEveryPlaceItsOwnContent() {
        Set<Long> digests = new HashSet<>();
        for (long file = 1; file <= 3; file++) {
            for (long offset = 0; offset < 1_300_000; offset += 1300) {
                digests.add(ContentModel.digest(file, offset, 1300));
                digests.add(ContentModel.digest(file, offset, 1299));
            }
        }
        assertEquals(6000, digests.size());
        SimFile file = SimFile.regular("a", 10_000).withFault(SimFile.Fault.CHANGES, 3);
        assertEquals(ContentModel.digest(file.contentSeed(), 2600, 1300), file.digestAtSource(2, 2600, 1300));
        assertNotEquals(ContentModel.digest(file.contentSeed(), 3900, 1300), file.digestAtSource(3, 3900, 1300));
    }
}
