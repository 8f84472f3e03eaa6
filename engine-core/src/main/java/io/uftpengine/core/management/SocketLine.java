package io.uftpengine.core.management;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.apache.logging.log4j.LogManager;

/** A real socket. */
final class SocketLine implements Line {
    private final SocketChannel socket;
    private final SelectionKey key;

    /** @param key of the socket at the endpoint's selector */
    SocketLine(SocketChannel socket, SelectionKey key) {
        this.socket = socket;
        this.key = key;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    @Override
    public void write(ByteBuffer[] from) throws IOException {
        socket.write(from);
    }

    @Override
    public void awaitWritable(boolean wanted) {
        key.interestOps(wanted ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Override
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LogManager.getLogger(SocketLine.class).debug("closing a connection", e);
        }
    }
}
