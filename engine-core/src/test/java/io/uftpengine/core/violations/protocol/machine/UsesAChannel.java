package io.uftpengine.core.violations.protocol.machine;

import io.netty.channel.Channel;

/** Breaks rule 4 on purpose. */
interface UsesAChannel {
    Channel channel();
}
