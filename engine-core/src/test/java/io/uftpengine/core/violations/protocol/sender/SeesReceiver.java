package io.uftpengine.core.violations.protocol.sender;

import io.uftpengine.core.violations.protocol.receiver.SeesSender;

/** Breaks rules 7 and 9 on purpose. */
public interface SeesReceiver {
    SeesSender receiver();
}
