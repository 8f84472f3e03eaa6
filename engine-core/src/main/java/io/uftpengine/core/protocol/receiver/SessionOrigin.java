package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.crypto.api.CipherSuite;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a session comes from, as its first ANNOUNCE says.
 *
 * @param protocol major version
 * @param cipher empty = in the clear
 * @param beganNs when it was heard
 */
public record SessionOrigin(
        int groupId,
        int instance,
        int senderId,
        InetSocketAddress sender,
        int protocol,
        Optional<CipherSuite> cipher,
        long beganNs) {
    static SessionOrigin of(Inbound in, Announce announce, long nowNs) {
        UftpHeader header = in.header();
        EncInfo encryption = Admission.encryptionOf(announce);
        return new SessionOrigin(
                header.groupId(),
                header.instance(),
                header.sourceId(),
                in.remote(),
                header.version().major(),
                encryption == null ? Optional.empty() : CipherSuite.ofCode(encryption.cipher()),
                nowNs);
    }
}
