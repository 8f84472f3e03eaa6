package io.uftpengine.core.violations.engine;

import io.uftpengine.core.violations.management.Served;

/** Does the work of the endpoint on purpose. */
public interface ServesItself {
    Served serve();
}
