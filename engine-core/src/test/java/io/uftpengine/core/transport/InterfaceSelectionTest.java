package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceSelectionTest {
    private static final SocketProtocolFamily V4 = SocketProtocolFamily.INET;
    private static final SocketProtocolFamily V6 = SocketProtocolFamily.INET6;

    private static final NetworkInterface LOOPBACK = loopback();

    private static NetworkInterface loopback() {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldFindByNameIndexAddressAndHostName() throws Exception {
        String name = LOOPBACK.getName();
        for (String way : List.of(name, name + "/4", Integer.toString(LOOPBACK.getIndex()), "127.0.0.1", "localhost")) {
            SelectedInterface found = InterfaceSelection.selectForSender(List.of(way), V4);
            assertEquals(LOOPBACK, found.network(), way);
            assertEquals(InetAddress.getByName("127.0.0.1"), found.address(), way);
            assertTrue(found.isLoopback());
        }
    }

    @Test
    void shouldLeaveOutWhatIsOfTheOtherFamily() throws Exception {
        assertEquals(List.of(), InterfaceSelection.select(List.of(LOOPBACK.getName() + "/6"), V4));
        assertEquals(List.of(), InterfaceSelection.select(List.of("127.0.0.1"), V6));
    }

    @Test
    void shouldNameAnInterfaceOnce() throws Exception {
        assertEquals(
                1,
                InterfaceSelection.select(List.of(LOOPBACK.getName(), "127.0.0.1"), V4)
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch0", "nosuch0/4", "192.0.2.77", "99999999"})
    void shouldSayWhatThereIsInstead(String name) {
        NetworkSetupException thrown =
                assertThrows(NetworkSetupException.class, () -> InterfaceSelection.selectForSender(List.of(name), V4));
        assertTrue(thrown.getMessage().startsWith("--interface/-I " + name + ": "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(LOOPBACK.getName() + " ("), thrown.getMessage());
    }

    @Test
    void shouldMakeTheUniqueIdOfTheAddress() throws Exception {
        assertEquals(0x7F000001, new SelectedInterface(LOOPBACK, InetAddress.getByName("127.0.0.1")).defaultUniqueId());
        // Wire facts T28: reversed.
        assertEquals(
                0x44332211,
                new SelectedInterface(LOOPBACK, InetAddress.getByName("fd18::1122:3344")).defaultUniqueId());
    }
}
