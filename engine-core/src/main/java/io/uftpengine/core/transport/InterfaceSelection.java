package io.uftpengine.core.transport;

import io.netty.channel.socket.SocketProtocolFamily;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds interfaces by what {@code -I} allows: name, {@code name/4}, {@code name/6}, index, IP address, host name (wire
 * facts 13.1). Stateless; asks the system at every call and may block on a host name.
 */
public final class InterfaceSelection {
    private static final String OPTION = "--interface/-I";
    private static final int DISCARD_PORT = 9;

    private InterfaceSelection() {}

    /** The family of an address. */
    public static SocketProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    /**
     * The interfaces meant by a list of names.
     *
     * @param names empty = every interface that is up, can multicast and is not the loopback
     * @return those of them with an address of the family, without duplicates; empty only when the names are all of the
     *     other family
     * @throws NetworkSetupException when a name means no interface, or there is no default
     */
    public static List<SelectedInterface> select(List<String> names, SocketProtocolFamily family)
            throws NetworkSetupException {
        List<SelectedInterface> selected = new ArrayList<>();
        if (names.isEmpty()) {
            for (NetworkInterface candidate : all()) {
                InetAddress address = addressOf(candidate, family);
                if (address != null && isDefaultCandidate(candidate)) {
                    selected.add(new SelectedInterface(candidate, address));
                }
            }
            if (selected.isEmpty()) {
                throw new NetworkSetupException(OPTION + ": no interface is up, can multicast and has an address for "
                        + family + "; name one of: " + available());
            }
            return selected;
        }
        for (String name : names) {
            SelectedInterface found = selectOne(name, family);
            if (found != null && selected.stream().noneMatch(s -> s.network().equals(found.network()))) {
                selected.add(found);
            }
        }
        return selected;
    }

    /**
     * The interface that a sender uses.
     *
     * @throws NetworkSetupException when there is none of that family
     */
    public static SelectedInterface selectForSender(List<String> names, SocketProtocolFamily family)
            throws NetworkSetupException {
        List<SelectedInterface> found = select(names.isEmpty() ? names : names.subList(0, 1), family);
        if (found.isEmpty()) {
            throw new NetworkSetupException(OPTION + " " + names.get(0) + ": the interface has no address for " + family
                    + "; name one of: " + available());
        }
        return found.get(0);
    }

    /** The interface that the routing table chooses for a unicast address, or null when it has none. Sends nothing. */
    public static SelectedInterface towards(InetAddress destination) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(destination, DISCARD_PORT);
            InetAddress local = socket.getLocalAddress();
            NetworkInterface owner = ownerOf(local);
            return owner == null ? null : new SelectedInterface(owner, local);
        } catch (SocketException | java.io.UncheckedIOException e) {
            return null;
        }
    }

    /** Whether a socket of this host has the port already: then another engine may have our default unique ID. */
    public static boolean isPortInUse(int port) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(port));
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** One entry of a list; null when it is an interface without an address of the family. */
    private static SelectedInterface selectOne(String name, SocketProtocolFamily family) throws NetworkSetupException {
        String plain = name;
        if (name.endsWith("/4") || name.endsWith("/6")) {
            plain = name.substring(0, name.length() - 2);
            boolean isInet = name.endsWith("/4");
            if (isInet != (family == SocketProtocolFamily.INET)) {
                if (byName(plain) == null) {
                    throw unknown(name);
                }
                return null;
            }
        }
        NetworkInterface named = byName(plain);
        if (named != null) {
            InetAddress address = addressOf(named, family);
            return address == null ? null : new SelectedInterface(named, address);
        }
        return byAddress(name, plain, family);
    }

    private static SelectedInterface byAddress(String name, String plain, SocketProtocolFamily family)
            throws NetworkSetupException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(plain);
        } catch (UnknownHostException e) {
            throw unknown(name);
        }
        boolean found = false;
        for (InetAddress address : addresses) {
            NetworkInterface owner = ownerOf(address);
            found |= owner != null;
            if (owner != null && familyOf(address) == family) {
                return new SelectedInterface(owner, address);
            }
        }
        if (!found) {
            throw unknown(name);
        }
        return null;
    }

    private static NetworkSetupException unknown(String name) {
        return new NetworkSetupException(
                OPTION + " " + name + ": no interface has that name or address; name one of: " + available());
    }

    private static NetworkInterface byName(String name) {
        try {
            NetworkInterface named = NetworkInterface.getByName(name);
            if (named == null
                    && !name.isEmpty()
                    && name.length() < 10
                    && name.chars().allMatch(Character::isDigit)) {
                int index = Integer.parseInt(name);
                return index == 0 ? null : NetworkInterface.getByIndex(index);
            }
            return named;
        } catch (SocketException e) {
            return null;
        }
    }

    private static NetworkInterface ownerOf(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address);
        } catch (SocketException e) {
            return null;
        }
    }

    /** The interface's first address of the family; a global one before a link-local one. */
    private static InetAddress addressOf(NetworkInterface candidate, SocketProtocolFamily family) {
        InetAddress linkLocal = null;
        for (InetAddress address : Collections.list(candidate.getInetAddresses())) {
            if (familyOf(address) == family) {
                if (!address.isLinkLocalAddress()) {
                    return address;
                }
                linkLocal = linkLocal == null ? address : linkLocal;
            }
        }
        return linkLocal;
    }

    private static boolean isDefaultCandidate(NetworkInterface candidate) {
        try {
            return candidate.isUp() && candidate.supportsMulticast() && !candidate.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static List<NetworkInterface> all() {
        try {
            List<NetworkInterface> interfaces = Collections.list(NetworkInterface.getNetworkInterfaces());
            interfaces.sort((a, b) -> Integer.compare(a.getIndex(), b.getIndex()));
            return interfaces;
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** For messages: every interface with its addresses. */
    static String available() {
        List<String> found = new ArrayList<>();
        for (NetworkInterface candidate : all()) {
            List<String> addresses = new ArrayList<>();
            for (InetAddress address : Collections.list(candidate.getInetAddresses())) {
                addresses.add(address.getHostAddress());
            }
            if (!addresses.isEmpty()) {
                found.add(candidate.getName() + " (" + String.join(", ", addresses) + ")");
            }
        }
        return String.join(", ", found);
    }
}
