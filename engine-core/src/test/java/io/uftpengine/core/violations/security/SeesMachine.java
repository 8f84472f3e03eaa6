package io.uftpengine.core.violations.security;

import io.uftpengine.core.violations.protocol.sender.SeesReceiver;

/** Knows a machine, on purpose. */
public interface SeesMachine {
    SeesReceiver machine();
}
