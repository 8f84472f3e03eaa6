package io.uftpengine.crypto.violations.cycle.one;

import io.uftpengine.crypto.violations.cycle.two.CycleTwo;

/** Half of a package cycle on purpose. */
public final class CycleOne {
    public CycleTwo other() {
        return new CycleTwo();
    }
}
