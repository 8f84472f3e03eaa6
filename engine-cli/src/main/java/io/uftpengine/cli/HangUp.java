package io.uftpengine.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * SIGHUP: lets the running command read its lists again, instead of ending the process as the virtual machine would. The only
 * class that knows the JDK's signals, by reflection: their package is not part of Java, and naming it is a compiler warning.
 * Where there is no such signal (Windows) or no such class nothing happens. Any thread.
 */
final class HangUp {
    private static final String SIGNAL = "HUP";

    private final AtomicReference<Runnable> reaction = new AtomicReference<>();

    /** Begins to catch the signal; false when this virtual machine does not let us. */
    boolean install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onSignal = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    request();
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "SIGHUP handler";
            };
            Object proxy = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(SIGNAL), proxy);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            return false;
        }
    }

    /** What to do from now on. */
    void onRequest(Runnable newReaction) {
        reaction.set(newReaction);
    }

    /** As the signal does it. */
    void request() {
        Runnable current = reaction.get();
        if (current != null) {
            current.run();
        }
    }
}
