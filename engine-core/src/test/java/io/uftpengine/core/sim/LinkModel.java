package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import java.util.ArrayList;
import java.util.List;

/**
 * How one direction between the sender and one receiver behaves. Immutable; every {@code with…} returns a changed copy. Times in
 * nanoseconds, probabilities 0..1.
 *
 * @param delayNs shortest one-way delay; more than 0
 * @param jitterNs uniform extra delay 0..jitterNs
 * @param loss independent loss
 * @param burst Gilbert-Elliott loss, or null
 * @param shared loss shared by all links of a segment, or null
 * @param duplicate chance that a datagram arrives twice
 * @param reorder chance that a datagram is late by {@code reorderDelayNs}
 * @param reorderDelayNs extra delay of a reordered datagram or the second copy of a duplicated one
 * @param bottleneck rate limit with tail drop, or null
 * @param partitions times when nothing passes
 * @param filters what happens to single functions
 */
public record LinkModel(
        long delayNs,
        long jitterNs,
        double loss,
        Burst burst,
        SharedLoss shared,
        double duplicate,
        double reorder,
        long reorderDelayNs,
        Bottleneck bottleneck,
        List<Partition> partitions,
        List<Filter> filters) {
    private static final long DEFAULT_DELAY_NS = 500_000;

    /** A link of half a millisecond without faults. */
    public static final LinkModel CLEAN =
            new LinkModel(DEFAULT_DELAY_NS, 0, 0, null, null, 0, 0, 0, null, List.of(), List.of());

    /** Two states; per datagram the chance to change, and the loss in each. */
    public record Burst(double goodToBad, double badToGood, double lossInGood, double lossInBad) {}

    /** Links with the same segment number lose the same datagrams. */
    public record SharedLoss(int segment, double loss) {}

    /** @param queueBytes what is queued beyond that is lost */
    public record Bottleneck(long bytesPerSecond, long queueBytes) {}

    /** From (inclusive) to (exclusive), by the time of sending. */
    public record Partition(long fromNs, long toNs) {}

    /**
     * Drops datagrams of one function: the first {@code first} of them on this link, then each with a probability.
     *
     * @param first how many of the first ones are lost
     */
    public record Filter(Function function, int first, double probability) {}

    public LinkModel {
        if (delayNs <= 0) {
            throw new IllegalArgumentException("a link without delay");
        }
        partitions = List.copyOf(partitions);
        filters = List.copyOf(filters);
    }

    public LinkModel withDelay(long newDelayNs, long newJitterNs) {
        return new LinkModel(
                newDelayNs,
                newJitterNs,
                loss,
                burst,
                shared,
                duplicate,
                reorder,
                reorderDelayNs,
                bottleneck,
                partitions,
                filters);
    }

    public LinkModel withLoss(double newLoss) {
        return new LinkModel(
                delayNs,
                jitterNs,
                newLoss,
                burst,
                shared,
                duplicate,
                reorder,
                reorderDelayNs,
                bottleneck,
                partitions,
                filters);
    }

    public LinkModel withBurst(Burst newBurst) {
        return new LinkModel(
                delayNs,
                jitterNs,
                loss,
                newBurst,
                shared,
                duplicate,
                reorder,
                reorderDelayNs,
                bottleneck,
                partitions,
                filters);
    }

    public LinkModel withSharedLoss(int segment, double sharedLoss) {
        return new LinkModel(
                delayNs,
                jitterNs,
                loss,
                burst,
                new SharedLoss(segment, sharedLoss),
                duplicate,
                reorder,
                reorderDelayNs,
                bottleneck,
                partitions,
                filters);
    }

    public LinkModel withDuplication(double newDuplicate) {
        return new LinkModel(
                delayNs,
                jitterNs,
                loss,
                burst,
                shared,
                newDuplicate,
                reorder,
                reorderDelayNs,
                bottleneck,
                partitions,
                filters);
    }

    public LinkModel withReordering(double newReorder, long lateNs) {
        return new LinkModel(
                delayNs, jitterNs, loss, burst, shared, duplicate, newReorder, lateNs, bottleneck, partitions, filters);
    }

    public LinkModel withBottleneck(Bottleneck newBottleneck) {
        return new LinkModel(
                delayNs,
                jitterNs,
                loss,
                burst,
                shared,
                duplicate,
                reorder,
                reorderDelayNs,
                newBottleneck,
                partitions,
                filters);
    }

    public LinkModel withPartition(long fromNs, long toNs) {
        List<Partition> all = new ArrayList<>(partitions);
        all.add(new Partition(fromNs, toNs));
        return new LinkModel(
                delayNs, jitterNs, loss, burst, shared, duplicate, reorder, reorderDelayNs, bottleneck, all, filters);
    }

    public LinkModel withFilter(Function function, int first, double probability) {
        List<Filter> all = new ArrayList<>(filters);
        all.add(new Filter(function, first, probability));
        return new LinkModel(
                delayNs,
                jitterNs,
                loss,
                burst,
                shared,
                duplicate,
                reorder,
                reorderDelayNs,
                bottleneck,
                partitions,
                all);
    }
}
