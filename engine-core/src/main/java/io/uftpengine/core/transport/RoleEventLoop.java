package io.uftpengine.core.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.concurrent.Executor;

/**
 * The one event loop of a role. It looks at its sockets at least every {@value #MAX_TASK_MS} ms, however many tasks wait: the disk
 * thread of a sender at full speed never lets them run out, and Netty's default, a second, is how late it would then hear its receivers.
 */
final class RoleEventLoop extends MultiThreadIoEventLoopGroup {
    private static final int MAX_TASK_MS = 1;

    RoleEventLoop(String threadName, IoHandlerFactory handlers) {
        super(1, new DefaultThreadFactory(threadName, true), handlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... none) {
        return new SingleThreadIoEventLoop(
                this, executor, handlers, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(), MAX_TASK_MS);
    }
}
