package io.uftpengine.core.management;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One connection: a request, its answer, the next request. Requests have no bodies. What a client sends before it has its answer is
 * thrown away, and then the connection ends with the answer: nothing is ever queued. Every state has its deadline, which no byte that
 * trickles in or out puts off. Belongs to the endpoint's thread.
 */
final class HttpConnection {
    /** For a whole request, from the connection or from the answer before. */
    static final long REQUEST_MS = 10_000;

    /** For making an answer and its way to the client. */
    static final long ANSWER_MS = 20_000;

    /** For the client to hear that this is the end. */
    static final long FAREWELL_MS = 1_000;

    /** Read of one request and whatever comes before its answer has left: who sends more is thrown out. */
    static final int MAX_BYTES = 64 * 1024;

    private enum State {
        /** Waits for a request. */
        READING,
        /** Makes an answer, or waits for it to leave. */
        ANSWERING,
        /** The last answer has left. */
        ENDING,
        CLOSED
    }

    /**
     * What all connections share.
     *
     * @param thread the endpoint's
     * @param input where all read into, one after the other
     */
    record Surroundings(
            Pages pages, Connections connections, Executor thread, LongSupplier clockNs, ByteBuffer input) {}

    private final Line line;
    private final Surroundings around;
    private final RequestReader request = new RequestReader();
    private State state = State.READING;
    private int bytesLeft = MAX_BYTES;
    private boolean isLast;
    private long deadlineNs;

    /** Null while there is none to be written. */
    private Answer answer;

    HttpConnection(Line line, Surroundings around) {
        this.line = line;
        this.around = around;
        setDeadline(REQUEST_MS);
        around.connections().add(this);
    }

    /** Reads once, so that no connection holds up the others. */
    void onReadable() {
        ByteBuffer bytes = around.input().clear();
        try {
            if (line.read(bytes) < 0) {
                close();
                return;
            }
        } catch (IOException gone) {
            close();
            return;
        }
        bytes.flip();
        bytesLeft -= bytes.remaining();
        if (bytesLeft < 0) {
            close();
        } else if (state == State.ANSWERING) {
            isLast |= bytes.hasRemaining();
        } else if (state == State.READING && request.read(bytes)) {
            begin(bytes.hasRemaining());
        }
    }

    private void begin(boolean hasMore) {
        state = State.ANSWERING;
        setDeadline(ANSWER_MS);
        Page fault = request.fault();
        isLast = hasMore || fault != null || !request.isKeepAlive();
        if (fault != null) {
            send(fault, false);
            return;
        }
        boolean isHead = request.isHead();
        CompletableFuture<Page> page = around.pages().find(request.target(), request.accept());
        if (page.isDone()) {
            send(page.join(), isHead);
        } else {
            page.thenAcceptAsync(made -> send(made, isHead), around.thread());
        }
    }

    private void send(Page page, boolean isHead) {
        if (state == State.ANSWERING) {
            answer = new Answer(page, isHead, isLast);
            around.connections().sending(this, answer.bytes());
            onWritable();
        }
    }

    void onWritable() {
        if (answer == null) {
            return;
        }
        try {
            if (answer.writeTo(line)) {
                line.awaitWritable(false);
                next();
            } else {
                line.awaitWritable(true);
            }
        } catch (IOException gone) {
            close();
        }
    }

    /** An answer has left. */
    private void next() throws IOException {
        answer = null;
        around.connections().sent(this);
        around.connections().served(this);
        if (isLast) {
            // Closing at once would throw the answer away when the client still sends (RFC 9112, 9.6).
            state = State.ENDING;
            setDeadline(FAREWELL_MS);
            line.endOutput();
        } else {
            state = State.READING;
            bytesLeft = MAX_BYTES;
            request.restart();
            setDeadline(REQUEST_MS);
        }
    }

    private void setDeadline(long milliseconds) {
        deadlineNs = around.clockNs().getAsLong() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    /** Closes when it has taken too long. */
    void checkDeadline(long nowNs) {
        if (nowNs - deadlineNs >= 0) {
            if (state != State.ENDING) {
                around.connections().timedOut();
            }
            close();
        }
    }

    /** Idempotent. */
    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            answer = null;
            line.close();
            around.connections().remove(this);
        }
    }
}
