package io.uftpengine.core.violations.protocol.machine;

import io.uftpengine.codec.ProtocolVersion;

/** Breaks rule 8 on purpose. */
final class ComparesVersions {
    private ComparesVersions() {}

    static boolean isNew(ProtocolVersion version) {
        return version == ProtocolVersion.V5;
    }
}
