package io.uftpengine.core.violations.management;

import io.netty.channel.Channel;

/** Stands for the endpoint, and has a channel of Netty's on purpose. */
public interface Served {
    Channel channel();
}
