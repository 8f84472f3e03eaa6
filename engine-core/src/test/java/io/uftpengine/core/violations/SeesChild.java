package io.uftpengine.core.violations;

import io.uftpengine.core.violations.engine.Api;

/** Breaks rule 9 on purpose. */
public interface SeesChild {
    Api child();
}
