package io.uftpengine.core.management;

import io.uftpengine.core.management.HttpConnection.Surroundings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.apache.logging.log4j.LogManager;

/**
 * Answers the connections to a listening socket, on one thread of its own, which rests after each turn: see {@link Rest}. Safe for use by
 * any thread.
 *
 * <p>On Java's sockets, not Netty's: a class more that is a channel or a handler, and Java throws away what it has compiled of the data
 * path on the assumption that there is none, in the middle of a transfer.
 */
final class HttpService implements Executor, AutoCloseable {
    /** A turn accepts so many. */
    static final int MAX_ACCEPTS = 16;

    /** How often deadlines are looked at. */
    static final long SWEEP_MS = 250;

    private static final int READ_BYTES = 4096;
    private static final long MAX_CLOSE_MS = 500;

    private final ServerSocketChannel server;
    private final ManagementSource source;
    private final Connections connections = new Connections();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Selector selector;
    // A daemon: it must keep no process alive.
    private final Thread thread = new Thread(this::run, "uftp-management");
    private volatile boolean closing;
    private boolean canAccept;

    /** Null until somebody connects. */
    private Surroundings surroundings;

    /**
     * @param server bound and not blocking; this closes it, unless it throws
     * @throws IOException when the system has no selector to give
     */
    HttpService(ServerSocketChannel server, ManagementSource source) throws IOException {
        this.server = server;
        this.source = source;
        selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            long sweptNs = System.nanoTime();
            while (!closing) {
                selector.select(connections.size() == 0 ? 0 : SWEEP_MS);
                long beganNs = System.nanoTime();
                canAccept = true;
                turn();
                if (beganNs - sweptNs >= TimeUnit.MILLISECONDS.toNanos(SWEEP_MS)) {
                    sweptNs = beganNs;
                    connections.checkDeadlines(beganNs);
                }
                long restNs = canAccept ? Rest.after(System.nanoTime() - beganNs) : Rest.MAX_NS;
                if (!closing) {
                    LockSupport.parkNanos(restNs);
                }
            }
        } catch (IOException | RuntimeException e) {
            LogManager.getLogger(HttpService.class).error("the management endpoint has ended", e);
        } finally {
            end();
        }
    }

    /** What is there to do now. */
    private void turn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof HttpConnection connection) {
                if (!guarded(() -> serve(connection, key))) {
                    connection.close();
                }
            } else {
                guarded(this::accept);
            }
        }
        selector.selectedKeys().clear();
    }

    /** A defect in one connection is no reason to end the others. Whether there was none. */
    private static boolean guarded(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            Pages.defect(e);
            return false;
        }
    }

    /** It may have been closed by another one in this turn. */
    private static void serve(HttpConnection connection, SelectionKey key) {
        if (key.isValid() && key.isReadable()) {
            connection.onReadable();
        }
        if (key.isValid() && key.isWritable()) {
            connection.onWritable();
        }
    }

    private void accept() {
        if (surroundings == null) {
            Pages pages = new Pages(source, this, System::nanoTime);
            surroundings =
                    new Surroundings(pages, connections, this, System::nanoTime, ByteBuffer.allocateDirect(READ_BYTES));
        }
        try {
            for (int i = 0; i < MAX_ACCEPTS; i++) {
                SocketChannel socket = server.accept();
                if (socket == null) {
                    break;
                }
                socket.configureBlocking(false);
                SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
                key.attach(new HttpConnection(new SocketLine(socket, key), surroundings));
            }
        } catch (IOException e) {
            // As many files are open as may be: after a rest there may be room.
            LogManager.getLogger(HttpService.class).debug("accepting a connection", e);
            canAccept = false;
        }
    }

    private void end() {
        closing = true;
        connections.closeAll();
        try {
            server.close();
            selector.close();
        } catch (IOException e) {
            LogManager.getLogger(HttpService.class).debug("closing the management endpoint", e);
        }
    }

    /** Runs a task on the endpoint's thread, when its turn comes. */
    @Override
    public void execute(Runnable task) {
        if (closing) {
            throw new RejectedExecutionException("the endpoint is closed");
        }
        tasks.add(task);
        selector.wakeup();
    }

    /** For tests: what the connections have come to. */
    Future<Long> count(ToLongFunction<Connections> of) {
        return CompletableFuture.supplyAsync(() -> of.applyAsLong(connections), this);
    }

    /** Closes the socket and all connections. Waits for that half a second at most. Idempotent. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        LockSupport.unpark(thread);
        try {
            thread.join(MAX_CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
