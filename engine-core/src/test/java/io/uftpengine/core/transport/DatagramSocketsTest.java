package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.uftpengine.core.config.NetworkConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatagramSocketsTest {
    private final DatagramTransport transport = DatagramTransport.detect();
    private final List<String> warnings = new ArrayList<>();

    private interface Check {
        void on(DatagramChannel channel);
    }

    private void withChannel(SocketProtocolFamily family, NetworkConfig config, Check check) throws Exception {
        EventLoopGroup group = transport.newEventLoop("sockets-test");
        try {
            EventLoop loop = group.next();
            DatagramChannel channel =
                    new DatagramSockets(transport, loop, config, warnings::add).open(family, 0, true, c -> List.of());
            check.on(channel);
            channel.close().sync();
        } finally {
            group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                    .sync();
        }
    }

    /** Found by the lab: our answers had TTL 1 and would not have crossed a router; --ttl is for multicast. */
    @ParameterizedTest
    @EnumSource(
            value = SocketProtocolFamily.class,
            names = {"INET", "INET6"})
    void shouldLimitMulticastHopsOnly(SocketProtocolFamily family) throws Exception {
        withChannel(family, new NetworkConfig(List.of(), 1044, 0, 3, 0, 262144), channel -> {
            assertEquals(3, transport.multicastHops(channel, family));
            assertTrue(channel.config().getTimeToLive() != 3, "unicast TTL");
        });
    }

    @Test
    void shouldNameTheSysctlWhenTheKernelGivesLess() throws Exception {
        withChannel(SocketProtocolFamily.INET, new NetworkConfig(List.of(), 1044, 0, 1, 0, 1 << 30), channel -> {});
        assertEquals(2, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("sysctl -w net.core.rmem_max=1073741824"), warnings.get(0));
        assertTrue(warnings.get(1).contains("sysctl -w net.core.wmem_max=1073741824"), warnings.get(1));
    }
}
