package io.uftpengine.benchmarks.transport;

import io.uftpengine.crypto.api.CipherSuite;

/** The values of the benchmarks' parameter. */
final class Ciphers {
    /** In the clear. */
    static final String NONE = "none";

    private Ciphers() {}

    /** Null for {@link #NONE}. */
    static CipherSuite suite(String name) {
        return name.equals(NONE) ? null : CipherSuite.ofName(name).orElseThrow();
    }
}
