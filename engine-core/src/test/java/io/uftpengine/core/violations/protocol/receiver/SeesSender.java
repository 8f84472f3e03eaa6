package io.uftpengine.core.violations.protocol.receiver;

import io.uftpengine.core.violations.protocol.sender.SeesReceiver;

/** Breaks rules 7 and 9 on purpose. */
public interface SeesSender {
    SeesReceiver sender();
}
