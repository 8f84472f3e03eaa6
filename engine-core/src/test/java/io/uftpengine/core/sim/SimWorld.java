package io.uftpengine.core.sim;

/**
 * Runs the hosts. Time goes in windows no longer than the shortest link delay: what a host sends within a window arrives after it, so
 * each host can be run through the window alone, and always in the same order.
 */
final class SimWorld {
    private static final double SECOND = 1e9;

    private final SimNetwork network;
    private final SimSenderHost sender;
    private final SimReceiverHost[] receivers;
    /** Null when there is none. */
    private final SimAttacker attacker;

    private final long limitNs;
    private final long lookaheadNs;
    private SimHost running;
    private long nowNs;

    SimWorld(
            SimNetwork network, SimSenderHost sender, SimReceiverHost[] receivers, SimAttacker attacker, long limitNs) {
        this.network = network;
        this.sender = sender;
        this.receivers = receivers;
        this.attacker = attacker;
        this.limitNs = limitNs;
        lookaheadNs = network.lookaheadNs();
        running = sender;
    }

    long nowNs() {
        return nowNs;
    }

    String where() {
        return String.format("%s, at %.6f s", running.name(), running.nowNs / SECOND);
    }

    void run() {
        network.fanOut();
        while (!isOver()) {
            long next = sender.nextEventNs();
            for (SimReceiverHost receiver : receivers) {
                next = Math.min(next, receiver.nextEventNs());
            }
            if (attacker != null) {
                next = Math.min(next, attacker.nextEventNs());
            }
            if (next > limitNs) {
                throw new SimulationFailure(stillRunning());
            }
            nowNs = next;
            long end = next + lookaheadNs;
            running = sender;
            sender.runUntil(end);
            network.fanOut();
            for (SimReceiverHost receiver : receivers) {
                if (receiver.nextEventNs() < end) {
                    running = receiver;
                    receiver.runUntil(end);
                }
            }
            if (attacker != null) {
                running = attacker;
                attacker.runUntil(end);
            }
        }
    }

    private boolean isOver() {
        if (!sender.isOver()) {
            return false;
        }
        for (SimReceiverHost receiver : receivers) {
            if (!receiver.isOver()) {
                return false;
            }
        }
        return true;
    }

    private String stillRunning() {
        StringBuilder text =
                new StringBuilder("not over after ").append(limitNs / SECOND).append(" s:");
        if (!sender.isOver()) {
            text.append(" sender");
        }
        int shown = 0;
        for (SimReceiverHost receiver : receivers) {
            if (!receiver.isOver() && ++shown <= 5) {
                text.append(' ').append(receiver.name());
            }
        }
        return text.toString();
    }
}
