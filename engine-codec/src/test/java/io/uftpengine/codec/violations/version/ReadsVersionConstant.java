package io.uftpengine.codec.violations.version;

import io.uftpengine.codec.ProtocolVersion;

/** Breaks the rule on version constants on purpose. */
public final class ReadsVersionConstant {
    private ReadsVersionConstant() {}

    public static boolean isFive(ProtocolVersion version) {
        return version == ProtocolVersion.V5;
    }
}
