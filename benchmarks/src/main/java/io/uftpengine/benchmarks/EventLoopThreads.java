package io.uftpengine.benchmarks;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of the kind that Netty's event loops are, for a JMH fork: only on those does Netty use its recycled objects and
 * its caches of memory as it does in the engine.
 */
public final class EventLoopThreads extends ThreadPoolExecutor {
    /** An argument of the fork's JVM; goes with {@link #CLASS}. */
    public static final String CUSTOM = "-Djmh.executor=CUSTOM";

    /** An argument of the fork's JVM. */
    public static final String CLASS = "-Djmh.executor.class=io.uftpengine.benchmarks.EventLoopThreads";

    /** JMH calls it, by reflection. */
    public EventLoopThreads(int threads, String prefix) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(prefix, true));
    }
}
