package io.uftpengine.core.protocol.machine;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import java.net.InetSocketAddress;

/**
 * A received control message.
 *
 * @param remote address and port it came from
 */
public record Inbound(UftpHeader header, Message message, InetSocketAddress remote) {}
