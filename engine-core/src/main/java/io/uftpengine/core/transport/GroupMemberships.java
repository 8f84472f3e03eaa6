package io.uftpengine.core.transport;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramChannel;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;

/**
 * The groups that one channel has joined, on all its interfaces, for all or for given sources. Several sessions may share
 * a group: it is left when the last one leaves. Single writer: the channel's event loop.
 */
final class GroupMemberships {
    private final DatagramChannel channel;
    private final List<SelectedInterface> interfaces;
    private final List<InetAddress> sources;
    private final Consumer<String> warnings;
    private final RateLimitedLog log;
    private final Map<InetAddress, Integer> holders = new HashMap<>();

    /** @param sources of the channel's family; empty = any source */
    GroupMemberships(
            DatagramChannel channel,
            List<SelectedInterface> interfaces,
            List<InetAddress> sources,
            Consumer<String> warnings,
            RateLimitedLog log) {
        this.channel = channel;
        this.interfaces = List.copyOf(interfaces);
        this.sources = List.copyOf(sources);
        this.warnings = warnings;
        this.log = log;
    }

    /**
     * Joins on every interface, unless somebody did before.
     *
     * @return null when it was joined on at least one, otherwise why not
     */
    String join(InetAddress group) {
        if (holders.merge(plain(group), 1, Integer::sum) > 1) {
            return null;
        }
        String problem = null;
        boolean joined = false;
        for (SelectedInterface selected : interfaces) {
            String one = joinOn(group, selected.current());
            joined |= one == null;
            problem = one == null ? problem : "cannot join " + group.getHostAddress() + " on " + selected + ": " + one;
        }
        if (problem != null) {
            log.log(Level.WARN, Reason.JOIN_FAILED, System.nanoTime(), problem);
            warnings.accept(problem);
        }
        return joined ? null : problem;
    }

    /** The counterpart of one {@link #join}. */
    void leave(InetAddress group) {
        Integer left = holders.computeIfPresent(plain(group), (g, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            for (SelectedInterface selected : interfaces) {
                leaveOn(group, selected.current());
            }
        }
    }

    /** An interface came back: its memberships may be gone with the old one. */
    void rejoin(NetworkInterface back) {
        for (InetAddress group : holders.keySet()) {
            leaveOn(group, back);
            String problem = joinOn(group, back);
            if (problem != null) {
                log.log(
                        Level.WARN,
                        Reason.JOIN_FAILED,
                        System.nanoTime(),
                        "cannot join " + group.getHostAddress() + " again on " + back.getName() + ": " + problem);
            }
        }
    }

    List<SelectedInterface> interfaces() {
        return interfaces;
    }

    /** Groups that are joined. */
    int size() {
        return holders.size();
    }

    /** @return null, or why it failed */
    private String joinOn(InetAddress group, NetworkInterface on) {
        if (on == null) {
            return "the interface is gone; it is joined when it comes back";
        }
        String problem = null;
        boolean joined = false;
        for (InetAddress source : sources.isEmpty() ? ANY : sources.toArray(InetAddress[]::new)) {
            String one = attempt(() -> channel.joinGroup(plain(group), on, source));
            joined |= one == null || one.contains("Address already in use");
            problem = one == null ? problem : one;
        }
        return joined ? null : explain(problem);
    }

    private void leaveOn(InetAddress group, NetworkInterface on) {
        if (on == null) {
            return;
        }
        for (InetAddress source : sources.isEmpty() ? ANY : sources.toArray(InetAddress[]::new)) {
            // Not being a member any more is what is wanted.
            attempt(() -> channel.leaveGroup(plain(group), on, source));
        }
    }

    /** Netty throws for some failures and reports others by the future, which is done at once on the event loop. */
    private static String attempt(java.util.function.Supplier<ChannelFuture> call) {
        try {
            ChannelFuture future = call.get();
            return future.cause() == null ? null : String.valueOf(future.cause().getMessage());
        } catch (ChannelException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String explain(String problem) {
        if (problem.contains("No buffer space")) {
            return "the limit of groups per socket is reached; raise the sysctl net.ipv4.igmp_max_memberships"
                    + " (IPv6: net.core.optmem_max)";
        }
        return problem;
    }

    /** Without a zone, so that a group is the same whoever names it. */
    private static InetAddress plain(InetAddress group) {
        if (group instanceof Inet6Address) {
            try {
                return InetAddress.getByAddress(group.getAddress());
            } catch (java.net.UnknownHostException e) {
                throw new IllegalStateException("16 bytes are an address", e);
            }
        }
        return group;
    }

    private static final InetAddress[] ANY = {null};
}
