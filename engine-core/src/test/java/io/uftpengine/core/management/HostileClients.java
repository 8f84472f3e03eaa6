package io.uftpengine.core.management;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Two hundred clients that want no good, on real sockets, without a thread each. They never read, unless told to. */
public final class HostileClients implements AutoCloseable {
    /** What one does. */
    public enum Kind {
        /** Connects, and that was it. */
        IDLE(""),
        /** Begins a request and never ends it. */
        SLOW_LORIS("GET /metrics HTTP/1.1\r\nHost: x\r\nX-a: b\r\n"),
        /** Wants something large, many times, and reads nothing of it. */
        SLOW_READER("GET /metrics HTTP/1.1\r\n\r\n"),
        /** Talks, but not HTTP. */
        MALFORMED("\u0016\u0003\u0001\u0002\u0000 \r\n\r\n");

        private final String says;

        Kind(String says) {
            this.says = says;
        }
    }

    /** Of each kind. */
    public static final int COUNT = 50;

    private final InetSocketAddress address;
    private final List<SocketChannel> channels = new ArrayList<>();

    public HostileClients(InetSocketAddress address) {
        this.address = address;
    }

    /** Fifty of each kind, mixed. */
    public void connectAll() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            for (Kind kind : Kind.values()) {
                connect(kind);
            }
        }
    }

    /** Fifty of a kind. */
    public void connectAll(Kind kind) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            connect(kind);
        }
    }

    private void connect(Kind kind) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channels.add(channel);
        say(channel, kind.says);
    }

    /** Every one sends a byte more, if it still can. */
    public void trickle() {
        for (SocketChannel channel : channels) {
            try {
                say(channel, "a");
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        channel.configureBlocking(false);
        // What does not fit into the socket's buffer is not worth waiting for.
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }
}
