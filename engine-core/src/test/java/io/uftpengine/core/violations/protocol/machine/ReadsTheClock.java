package io.uftpengine.core.violations.protocol.machine;

/** Breaks rule 3 on purpose. */
final class ReadsTheClock {
    private ReadsTheClock() {}

    static long now() {
        return System.nanoTime();
    }
}
