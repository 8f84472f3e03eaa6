package io.uftpengine.core.config;

/**
 * Sockets.
 *
 * @param interfaces interface names, name/4, name/6, addresses or host names; a sender uses the first; empty = the first
 *     that is up, can multicast and is not the loopback (a receiver: all of those)
 * @param port UDP port of the session, 1..65535
 * @param sourcePort port that a sender sends from, 0 = any free one; unused by receivers
 * @param ttl multicast TTL or hop limit, 1..255
 * @param dscp 0..63
 * @param socketBufferBytes SO_RCVBUF and SO_SNDBUF asked for
 */
public record NetworkConfig(
        java.util.List<String> interfaces, int port, int sourcePort, int ttl, int dscp, int socketBufferBytes) {
    /** The reference's defaults (wire facts 13.1, 13.2). */
    public static final NetworkConfig DEFAULT = new NetworkConfig(java.util.List.of(), 1044, 0, 1, 0, 262144);

    /** Copies the list. */
    public NetworkConfig {
        interfaces = java.util.List.copyOf(interfaces);
    }
}
