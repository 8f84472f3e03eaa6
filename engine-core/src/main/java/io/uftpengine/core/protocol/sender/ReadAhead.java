package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.transfer.BlockSet;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Has the blocks of a pass read ahead of their sending, in runs of consecutive blocks, and hands them out in that order
 * once their bytes are there. What is under way or ready is bounded.
 */
final class ReadAhead {
    /** Most bytes under way or ready, unless {@link #MIN_RUNS} runs of one block are more. */
    static final long MAX_BYTES = 4L << 20;
    /** Runs that may always be under way. */
    static final int MIN_RUNS = 4;
    /** At most a quarter of a second's worth is read ahead: a slow sender needs no more. */
    private static final long RATE_DIVISOR = 4;

    private record Run(long firstBlock, int count) {}

    private final Outbox outbox;
    private final int fileId;
    private final SectionLayout layout;
    private final BlockSet wanted;
    private final long maxBlocks;
    private final int runBlocks;
    private final Queue<Run> reading = new ArrayDeque<>();
    private final Queue<Run> ready = new ArrayDeque<>();
    private long waitingSinceNs;
    private long askedBlocks;
    private long askFrom;
    private long handOut;
    private long handOutEnd;

    ReadAhead(Outbox outbox, int fileId, SectionLayout layout, BlockSet wanted, long rateBytesPerSecond) {
        this.outbox = outbox;
        this.fileId = fileId;
        this.layout = layout;
        this.wanted = wanted;
        long maxBytes = rateBytesPerSecond == SenderParameters.UNLIMITED_RATE
                ? MAX_BYTES
                : Math.min(MAX_BYTES, rateBytesPerSecond / RATE_DIVISOR);
        maxBlocks = maxBytes / layout.blockSize();
        runBlocks = (int) Math.max(1, Math.min(outbox.blocksPerRun(), maxBlocks / MIN_RUNS));
    }

    /** A pass begins: nothing is under way or ready. */
    void start(long nowNs) {
        askFrom = 0;
        ask(nowNs);
    }

    /**
     * Asks for as many runs as the bounds allow. Not before there is room for a full one and as much again: short runs then
     * come in batches, too, which the host reads together.
     */
    void ask(long nowNs) {
        if (reading.size() + ready.size() >= MIN_RUNS && askedBlocks + 2 * runBlocks > maxBlocks) {
            return;
        }
        while (askFrom >= 0 && hasRoom()) {
            long first = wanted.next(askFrom);
            if (first < 0) {
                askFrom = -1;
                return;
            }
            int count = 1;
            while (count < runBlocks && first + count < layout.blocks() && wanted.contains(first + count)) {
                count++;
            }
            askFrom = first + count;
            askedBlocks += count;
            if (reading.isEmpty()) {
                waitingSinceNs = nowNs;
            }
            reading.add(new Run(first, count));
            outbox.ask(new Action.ReadBlocks(fileId, first, count));
        }
    }

    /** The pass ends with what is under way or ready. */
    void askNoMore() {
        askFrom = -1;
    }

    private boolean hasRoom() {
        return reading.size() + ready.size() < MIN_RUNS || askedBlocks + runBlocks <= maxBlocks;
    }

    /** A run is in memory; answers come in the order of the requests, anything else is ignored. */
    void onReady(long firstBlock, int count, long nowNs) {
        Run oldest = reading.peek();
        if (oldest != null && oldest.firstBlock() == firstBlock && oldest.count() == count) {
            ready.add(reading.remove());
            waitingSinceNs = nowNs;
        }
    }

    /** The block to hand out next, or -1 when none is in memory. */
    long peek() {
        if (handOut == handOutEnd) {
            Run run = ready.poll();
            if (run == null) {
                return -1;
            }
            handOut = run.firstBlock();
            handOutEnd = handOut + run.count();
        }
        return handOut;
    }

    /** The block of {@link #peek} leaves. */
    void remove() {
        handOut++;
        askedBlocks--;
    }

    /** Everything of the pass has been handed out. */
    boolean isDrained() {
        return askFrom < 0 && reading.isEmpty() && ready.isEmpty() && handOut == handOutEnd;
    }

    /** When the host has taken too long. */
    long deadlineNs() {
        return reading.isEmpty() ? ProtocolMachine.NO_DEADLINE : waitingSinceNs + SourceQueue.TIMEOUT_NS;
    }

    /** Blocks have been asked for that are not in memory yet. */
    boolean isReading() {
        return !reading.isEmpty();
    }
}
