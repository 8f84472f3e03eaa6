package io.uftpengine.core.violations.engine;

import io.uftpengine.core.violations.loggers.LoggerContext;
import io.uftpengine.core.violations.meters.Meter;

/** Breaks rule 6 twice on purpose. */
public interface Api {
    Meter meter();

    LoggerContext context();
}
