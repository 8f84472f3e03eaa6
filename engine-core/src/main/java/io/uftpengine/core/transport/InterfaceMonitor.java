package io.uftpengine.core.transport;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices interfaces that come back: looks once a second, on a thread of its own because asking the system may block, and
 * calls when one is up that was down, or has another index or other addresses than before. Immutable set of names.
 */
final class InterfaceMonitor implements AutoCloseable {
    /** Time between two looks. */
    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** What matters of an interface; index 0 = it is not there. */
    private record Snapshot(int index, boolean up, Set<Object> addresses) {}

    private final Map<String, Snapshot> last = new HashMap<>();
    private final Consumer<NetworkInterface> whenBack;
    private final ScheduledExecutorService thread;

    /** @param whenBack called on the monitor's thread */
    InterfaceMonitor(Iterable<String> names, Consumer<NetworkInterface> whenBack) {
        this.whenBack = whenBack;
        for (String name : names) {
            last.put(name, snapshot(find(name)));
        }
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "uftp-interfaces");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(this::look, INTERVAL_NS, INTERVAL_NS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        for (Map.Entry<String, Snapshot> entry : last.entrySet()) {
            NetworkInterface now = find(entry.getKey());
            Snapshot snapshot = snapshot(now);
            if (!snapshot.equals(entry.getValue())) {
                entry.setValue(snapshot);
                if (snapshot.up() && !snapshot.addresses().isEmpty()) {
                    whenBack.accept(now);
                }
            }
        }
    }

    private static NetworkInterface find(String name) {
        try {
            return NetworkInterface.getByName(name);
        } catch (SocketException e) {
            return null;
        }
    }

    private static Snapshot snapshot(NetworkInterface network) {
        if (network == null) {
            return new Snapshot(0, false, Set.of());
        }
        boolean up;
        try {
            up = network.isUp();
        } catch (SocketException e) {
            up = false;
        }
        return new Snapshot(network.getIndex(), up, new HashSet<>(Collections.list(network.getInetAddresses())));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
