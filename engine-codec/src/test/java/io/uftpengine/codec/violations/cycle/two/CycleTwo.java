package io.uftpengine.codec.violations.cycle.two;

import io.uftpengine.codec.violations.cycle.one.CycleOne;

/** The other half of a package cycle, on purpose. */
public final class CycleTwo {
    public CycleOne other() {
        return new CycleOne();
    }
}
