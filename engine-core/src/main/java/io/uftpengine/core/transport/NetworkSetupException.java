package io.uftpengine.core.transport;

/** Interface, address, port or socket that can't be used; the message names the option, the cause and the cure. */
public final class NetworkSetupException extends Exception {
    private static final long serialVersionUID = 1L;

    public NetworkSetupException(String message, Throwable cause) {
        super(message, cause);
    }

    public NetworkSetupException(String message) {
        this(message, null);
    }
}
