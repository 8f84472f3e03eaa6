package io.uftpengine.core.protocol.receiver;

import io.uftpengine.core.protocol.machine.ProtocolMachine;

/**
 * A time span counted in GRTTs. Its end is worked out from the start and the GRTT in force whenever it is asked for, so that
 * a new GRTT rescales a running timer from its original start (wire facts 8.4).
 */
final class GrttTimer {
    private final int multiple;
    private final long floorNs;
    private long startNs;
    private boolean running;

    /**
     * @param multiple length in GRTTs
     * @param floorNs least length, whatever the GRTT
     */
    GrttTimer(int multiple, long floorNs) {
        this.multiple = multiple;
        this.floorNs = floorNs;
    }

    /** Starts, or starts anew. */
    void start(long nowNs) {
        startNs = nowNs;
        running = true;
    }

    void stop() {
        running = false;
    }

    /** When it ends, or NO_DEADLINE while it does not run. */
    long deadlineNs(long grttNs) {
        return running ? startNs + Math.max(floorNs, multiple * grttNs) : ProtocolMachine.NO_DEADLINE;
    }

    boolean isDue(long nowNs, long grttNs) {
        return running && nowNs - deadlineNs(grttNs) >= 0;
    }
}
