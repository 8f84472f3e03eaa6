package io.uftpengine.core.transport;

import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Protection;
import java.net.InetSocketAddress;

/** Lets everything through and remembers nothing. */
final class SilentMachine extends ScriptedMachine {
    @Override
    public DropReason onHeader(
            int function,
            Protection protection,
            int sequence,
            int sourceId,
            int grttCode,
            int groupSizeCode,
            int datagramLength,
            InetSocketAddress remote,
            long nowNs) {
        return null;
    }
}
