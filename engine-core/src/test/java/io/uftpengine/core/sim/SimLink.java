package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.core.sim.LinkModel.Filter;
import io.uftpengine.core.sim.LinkModel.Partition;

/**
 * One direction of one receiver's link at work: decides for each datagram, in the order they were sent, whether and when it arrives.
 * It draws from a generator of its own, and only for the faults that are configured.
 */
final class SimLink {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MAX_FUNCTION = Function.MAX_CODE;

    private final LinkModel model;
    private final SimRandom random;
    private final long sharedSeed;
    private final long loss;
    private final long duplicate;
    private final long reorder;
    private final long shared;
    private final long[] burst;
    private final boolean special;
    private final int[] dropFirst = new int[MAX_FUNCTION + 1];
    private final long[] dropChance = new long[MAX_FUNCTION + 1];

    private boolean inBadState;
    private long busyUntilNs;
    private final BottleneckCount count = new BottleneckCount();
    private long firstArrivalNs;
    private long secondArrivalNs;

    SimLink(LinkModel model, long seed, long networkSeed) {
        this.model = model;
        random = new SimRandom(seed);
        loss = SimRandom.threshold(model.loss());
        duplicate = SimRandom.threshold(model.duplicate());
        reorder = SimRandom.threshold(model.reorder());
        shared = model.shared() == null ? 0 : SimRandom.threshold(model.shared().loss());
        sharedSeed = model.shared() == null
                ? 0
                : SimRandom.mix(networkSeed ^ SimRandom.mix(model.shared().segment()));
        burst = model.burst() == null
                ? null
                : new long[] {
                    SimRandom.threshold(model.burst().goodToBad()),
                    SimRandom.threshold(model.burst().badToGood()),
                    SimRandom.threshold(model.burst().lossInGood()),
                    SimRandom.threshold(model.burst().lossInBad())
                };
        for (Filter filter : model.filters()) {
            dropFirst[filter.function().code()] = filter.first();
            dropChance[filter.function().code()] = SimRandom.threshold(filter.probability());
        }
        special = burst != null
                || shared != 0
                || model.bottleneck() != null
                || !model.partitions().isEmpty()
                || !model.filters().isEmpty();
    }

    LinkModel model() {
        return model;
    }

    /** What came to the bottleneck, if there is one. */
    BottleneckCount count() {
        return count;
    }

    /**
     * Takes a datagram.
     *
     * @param packet number of the datagram, the same for all links that it goes through
     * @param ipBytes length with IP and UDP headers
     * @return how many copies arrive, at {@link #firstArrivalNs()} and {@link #secondArrivalNs()}
     */
    int offer(long sentNs, int function, int ipBytes, long packet) {
        long departNs = sentNs;
        if (special) {
            if (isLostSpecially(sentNs, function, packet)) {
                return 0;
            }
            departNs = queue(sentNs, ipBytes);
            if (departNs < 0) {
                return 0;
            }
        }
        if (loss != 0 && random.chance(loss)) {
            return 0;
        }
        long arrival = departNs + model.delayNs();
        if (model.jitterNs() > 0) {
            arrival += random.nextLong(model.jitterNs());
        }
        int copies = 1;
        if (duplicate != 0 && random.chance(duplicate)) {
            secondArrivalNs = arrival + (model.reorderDelayNs() > 0 ? random.nextLong(model.reorderDelayNs()) : 0);
            copies = 2;
        }
        if (reorder != 0 && random.chance(reorder)) {
            arrival += random.nextLong(model.reorderDelayNs());
        }
        firstArrivalNs = arrival;
        return copies;
    }

    long firstArrivalNs() {
        return firstArrivalNs;
    }

    long secondArrivalNs() {
        return secondArrivalNs;
    }

    private boolean isLostSpecially(long sentNs, int function, long packet) {
        if (burst != null) {
            inBadState = inBadState ? !random.chance(burst[1]) : random.chance(burst[0]);
            if (random.chance(inBadState ? burst[3] : burst[2])) {
                return true;
            }
        }
        if (shared != 0 && SimRandom.below(SimRandom.mix(sharedSeed ^ packet), shared)) {
            return true;
        }
        for (Partition partition : model.partitions()) {
            if (sentNs >= partition.fromNs() && sentNs < partition.toNs()) {
                return true;
            }
        }
        if (dropFirst[function] > 0) {
            dropFirst[function]--;
            return true;
        }
        return dropChance[function] != 0 && random.chance(dropChance[function]);
    }

    /** When the datagram has passed the bottleneck, or -1 when its queue is full. */
    private long queue(long sentNs, int ipBytes) {
        if (model.bottleneck() == null) {
            return sentNs;
        }
        long rate = model.bottleneck().bytesPerSecond();
        long waitNs = Math.max(0, busyUntilNs - sentNs);
        if (waitNs * rate / NANOS_PER_SECOND + ipBytes > model.bottleneck().queueBytes()) {
            count.add(sentNs, true);
            return -1;
        }
        count.add(sentNs, false);
        busyUntilNs = sentNs + waitNs + ipBytes * NANOS_PER_SECOND / rate;
        return busyUntilNs;
    }
}
