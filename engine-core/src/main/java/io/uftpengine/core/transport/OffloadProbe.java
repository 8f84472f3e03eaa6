package io.uftpengine.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Whether a channel may hand several datagrams to the kernel as one (UDP_SEGMENT, "GSO"). Stateless. */
final class OffloadProbe {
    private static final int IPV4_AND_UDP = 28;
    private static final int IPV6_AND_UDP = 48;

    private OffloadProbe() {}

    /**
     * @param outgoing where the datagrams leave; null = unknown, then it is not tried
     * @param datagramLength UDP payload bytes: a segment that does not fit the MTU fails with EMSGSIZE
     */
    static boolean isUsable(
            Channel channel, NetworkInterface outgoing, SocketProtocolFamily family, int datagramLength) {
        if (outgoing == null
                || !(channel instanceof EpollDatagramChannel)
                || !EpollDatagramChannel.isSegmentedDatagramPacketSupported()) {
            return false;
        }
        try {
            int headers = family == SocketProtocolFamily.INET ? IPV4_AND_UDP : IPV6_AND_UDP;
            return headers + datagramLength <= outgoing.getMTU();
        } catch (SocketException e) {
            return false;
        }
    }
}
