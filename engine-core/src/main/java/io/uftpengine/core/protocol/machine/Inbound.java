package io.uftpengine.core.protocol.machine;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Message;
import java.net.InetSocketAddress;

/**
 * A received control message.
 *
 * @param header with the function of the message, also when that came encrypted
 * @param remote address and port it came from
 * @param protection what vouches for it; the host has checked it
 * @param raw the bytes that a signature covers, as they came: the whole datagram of an ANNOUNCE, KEYINFO or PROXY_KEY in the
 *     clear, the opened message of a CLIENT_KEY; empty for all others
 */
public record Inbound(UftpHeader header, Message message, InetSocketAddress remote, Protection protection, Bytes raw) {
    /** A message in the clear that is not signed. */
    public Inbound(UftpHeader header, Message message, InetSocketAddress remote) {
        this(header, message, remote, Protection.CLEAR, Bytes.EMPTY);
    }
}
