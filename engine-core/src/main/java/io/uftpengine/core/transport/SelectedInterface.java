package io.uftpengine.core.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * A network interface together with the address of it that is used.
 *
 * @param network as it was when it was selected; after it went away and came back, {@link #current()} is another one
 * @param address of the wanted family
 */
public record SelectedInterface(NetworkInterface network, InetAddress address) {
    /** The interface of that name now, or null while there is none. */
    NetworkInterface current() {
        try {
            return NetworkInterface.getByName(network.getName());
        } catch (SocketException e) {
            return null;
        }
    }

    /** The default unique ID: the address, or for IPv6 its last four bytes reversed (wire facts 5.1, T28). */
    public int defaultUniqueId() {
        byte[] bytes = address.getAddress();
        int id = 0;
        for (int i = 0; i < 4; i++) {
            int at = address instanceof Inet6Address ? bytes.length - 1 - i : i;
            id = id << 8 | bytes[at] & 0xFF;
        }
        return id;
    }

    /** Whether other engines on this host would derive the same unique ID: always so on the loopback. */
    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    @Override
    public String toString() {
        return network.getName() + " (" + address.getHostAddress() + ")";
    }
}
