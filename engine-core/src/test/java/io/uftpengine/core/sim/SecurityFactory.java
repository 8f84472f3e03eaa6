package io.uftpengine.core.sim;

import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.security.SessionSecurity;

/** Makes the keys of sessions. */
interface SecurityFactory {
    /** What the sender's ANNOUNCEs offer, with zeros in place of the signature. */
    EncInfo offer();

    /** The sender's; called once. */
    SessionSecurity sender();

    /** A receiver's, for the session that this ANNOUNCE opens. */
    SessionSecurity receiver(int index, int uniqueId, Inbound announce);
}
