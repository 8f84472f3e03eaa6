package io.uftpengine.crypto.violations.cycle.two;

import io.uftpengine.crypto.violations.cycle.one.CycleOne;

/** Half of a package cycle on purpose. */
public final class CycleTwo {
    public CycleOne other() {
        return new CycleOne();
    }
}
