package io.uftpengine.cli;

import java.util.function.Consumer;

/**
 * Reads one list of trust again, on SIGHUP, and puts it in force. Any thread; one at a time.
 *
 * @param <T> the list
 */
final class TrustReload<T> implements Runnable {
    /** From a list to what its file says by now. */
    @FunctionalInterface
    interface Reader<T> {
        /** The message of what is thrown names the file, the cause and the cure. */
        T reread(T list) throws Exception;
    }

    private final String name;
    private final Reader<T> reader;
    private final Consumer<T> inForce;
    private T list;

    /**
     * A list that is in force already.
     *
     * @param name for the log, "senders"
     * @param inForce takes the new one
     */
    TrustReload(String name, T list, Reader<T> reader, Consumer<T> inForce) {
        this.name = name;
        this.list = list;
        this.reader = reader;
        this.inForce = inForce;
    }

    /** The old list stays when there is no new one. */
    @Override
    public synchronized void run() {
        T read;
        try {
            read = reader.reread(list);
        } catch (Exception fault) {
            Logging.logger().error("the old list of {} stays in force: {}", name, DisplayText.safe(fault.getMessage()));
            return;
        }
        list = read;
        inForce.accept(read);
        Logging.logger().info("the list of {} was read again", name);
    }
}
