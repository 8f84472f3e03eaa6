package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final FakeSource source = new FakeSource();
    private final Connections connections = new Connections();
    private final Pages pages = new Pages(source, Runnable::run, () -> 0);

    @Test
    void shouldLetTheOneServedLongestAgoMakeRoom() {
        List<HttpConversation> clients = new ArrayList<>();
        for (int i = 0; i < Connections.MAX_OPEN; i++) {
            clients.add(connect());
        }
        assertEquals(200, clients.get(0).get("/livez").status());
        HttpConversation late = connect();
        assertEquals(200, late.get("/livez").status());
        assertTrue(clients.get(0).isOpen(), "it was served just now");
        assertFalse(clients.get(1).isOpen());
        assertTrue(clients.get(2).isOpen());
        assertEquals(Connections.MAX_OPEN, connections.size());
        assertEquals(1, connections.gaveWay());
        assertEquals(Connections.MAX_OPEN + 1, connections.accepted());
    }

    @Test
    void shouldServeANewClientHoweverManyHoldConnections() {
        for (int i = 0; i < 1000; i++) {
            connect().send("GET /readyz HTTP/1.1\r\n");
        }
        assertEquals(200, connect().get("/livez").status());
        assertEquals(Connections.MAX_OPEN, connections.size());
    }

    @Test
    void shouldLetTheSlowestReaderMakeRoom() {
        HttpConversation slowest = connect();
        HttpConversation slow = connect();
        connections.sending(slowest.connection, 10);
        connections.sending(slow.connection, Connections.MAX_PENDING_BYTES - 10);
        source.text = "ab";
        HttpConversation client = connect();
        assertEquals(200, client.get("/metrics").status());
        assertFalse(slowest.isOpen());
        assertTrue(slow.isOpen());
        assertEquals(Connections.MAX_PENDING_BYTES - 10, connections.pendingBytes());
        assertEquals(1, connections.gaveWay());
        connections.sent(slow.connection);
        connections.sent(slow.connection);
        assertEquals(0, connections.pendingBytes());
    }

    private HttpConversation connect() {
        return new HttpConversation(pages, connections);
    }
}
