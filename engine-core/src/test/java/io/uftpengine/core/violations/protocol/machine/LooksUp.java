package io.uftpengine.core.violations.protocol.machine;

import io.uftpengine.core.violations.transport.SeesEngine;

/** Breaks the order of the layers on purpose. */
interface LooksUp {
    SeesEngine engine();
}
