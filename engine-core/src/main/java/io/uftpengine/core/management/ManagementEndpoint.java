package io.uftpengine.core.management;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.EngineException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.apache.logging.log4j.LogManager;

/**
 * Serves by HTTP, for reading only: {@code /metrics} for Prometheus, {@code /livez} and {@code /readyz} for whoever starts and stops
 * processes, {@code /api/v1/sessions} as JSON. It has one thread of its own and bounds what its clients may take: their number, the size of what they send, the time they
 * take, the bytes that wait for them, and the processor time of all together. There is no authentication: it belongs on the loopback interface or a network of operators.
 *
 * <p>A few requests a minute are all that is expected. Most of what answers them is loaded when the first one comes: a transfer that nobody
 * looks at has nothing of it. Safe for use by any thread.
 */
public final class ManagementEndpoint implements AutoCloseable {
    private static final int BACKLOG = 128;

    private final InetSocketAddress address;
    private final HttpService service;

    private ManagementEndpoint(ServerSocketChannel socket, ManagementSource source) throws IOException {
        address = (InetSocketAddress) socket.getLocalAddress();
        socket.configureBlocking(false);
        service = new HttpService(socket, source);
    }

    /**
     * Begins to listen.
     *
     * @throws EngineException when it cannot: no such host, or the port is taken
     */
    public static ManagementEndpoint open(ListenAddress where, ManagementSource source) throws EngineException {
        InetAddress host = resolve(where);
        ServerSocketChannel socket = null;
        ManagementEndpoint endpoint = null;
        try {
            socket = ServerSocketChannel.open();
            socket.bind(new InetSocketAddress(host, where.port()), BACKLOG);
            endpoint = new ManagementEndpoint(socket, source);
        } catch (IOException e) {
            throw new EngineException(
                    Kind.NETWORK,
                    "--metrics " + where + ": cannot listen there: " + reason(e)
                            + "; choose another port, 0 for any free one, or an address of this host",
                    e);
        } finally {
            if (endpoint == null && socket != null) {
                closeQuietly(socket);
            }
        }
        endpoint.service.start();
        return endpoint;
    }

    private static InetAddress resolve(ListenAddress where) throws EngineException {
        if (where.host().isEmpty()) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.getByName(where.host());
        } catch (UnknownHostException e) {
            throw new EngineException(
                    Kind.NETWORK,
                    "--metrics " + where
                            + ": no such host; give an address of this host, or a port only for the loopback",
                    e);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return address;
    }

    /** For tests: what the connections have come to. */
    Future<Long> count(ToLongFunction<Connections> of) {
        return service.count(of);
    }

    /** Closes the socket and all connections. Waits for that half a second at most. Idempotent. */
    @Override
    public void close() {
        service.close();
    }

    private static void closeQuietly(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LogManager.getLogger(ManagementEndpoint.class).debug("closing the management endpoint", e);
        }
    }
}
