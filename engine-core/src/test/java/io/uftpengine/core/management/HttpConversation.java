package io.uftpengine.core.management;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client's side of one connection, without a socket, on a clock of its own. */
final class HttpConversation {
    private final FakeLine line = new FakeLine();
    private final Connections connections;
    private long nowNs;
    final HttpConnection connection;

    HttpConversation(Pages pages, Connections connections) {
        this.connections = connections;
        connection = new HttpConnection(
                line,
                new HttpConnection.Surroundings(
                        pages, connections, Runnable::run, () -> nowNs, ByteBuffer.allocate(4096)));
    }

    private static final class FakeLine implements Line {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private ByteBuffer in = ByteBuffer.allocate(0);
        private int takes = Integer.MAX_VALUE;
        private boolean wantsWritable;
        private boolean ended;
        private boolean closed;

        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(in.remaining(), into.remaining());
            into.put(in.slice(in.position(), count));
            in.position(in.position() + count);
            return count;
        }

        @Override
        public void write(ByteBuffer[] from) {
            for (ByteBuffer part : from) {
                byte[] taken = new byte[Math.min(takes, part.remaining())];
                part.get(taken);
                out.writeBytes(taken);
                takes -= taken.length;
            }
        }

        @Override
        public void awaitWritable(boolean wanted) {
            wantsWritable = wanted;
        }

        @Override
        public void endOutput() {
            ended = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Read in as many turns as the server needs. */
    HttpConversation send(String text) {
        line.in = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (line.in.hasRemaining() && !line.closed) {
            connection.onReadable();
        }
        while (line.wantsWritable && line.takes > 0 && !line.closed) {
            connection.onWritable();
        }
        return this;
    }

    HttpConversation get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** From now on, so many bytes are taken and no more. */
    HttpConversation take(int bytes) {
        line.takes = bytes;
        return this;
    }

    /** All that has come since the last time. */
    String received() {
        String all = line.out.toString(StandardCharsets.UTF_8);
        line.out.reset();
        return all;
    }

    /** As {@link #received}, the status line's number; 0 = nothing came. */
    int status() {
        String answer = received();
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
    }

    HttpConversation pass(long milliseconds) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        connections.checkDeadlines(nowNs);
        return this;
    }

    /** Whether there may be another answer. */
    boolean isOpen() {
        return !line.closed && !line.ended;
    }

    /** Whether it is not even listened to any more. */
    boolean isClosed() {
        return line.closed;
    }
}
