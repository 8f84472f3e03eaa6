package io.uftpengine.core.violations.transport;

import io.uftpengine.core.violations.engine.Api;

/** Breaks the order of the layers on purpose. */
public interface SeesEngine {
    Api api();
}
