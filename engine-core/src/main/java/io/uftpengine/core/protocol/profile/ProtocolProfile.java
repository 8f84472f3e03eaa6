package io.uftpengine.core.protocol.profile;

import io.uftpengine.codec.ProtocolVersion;

/**
 * What a session must know of its protocol version; the only place of the core that names one.
 *
 * @param version goes into every header of the session
 */
public record ProtocolProfile(ProtocolVersion version) {
    /** Protocol 5, in the clear. */
    public static final ProtocolProfile PROTOCOL_5 = new ProtocolProfile(ProtocolVersion.V5);
}
