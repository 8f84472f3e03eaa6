package io.uftpengine.codec.violations.cycle.one;

import io.uftpengine.codec.violations.cycle.two.CycleTwo;

/** Half of a package cycle, on purpose. */
public final class CycleOne {
    public CycleTwo other() {
        return new CycleTwo();
    }
}
