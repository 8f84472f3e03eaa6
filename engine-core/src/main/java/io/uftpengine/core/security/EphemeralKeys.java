package io.uftpengine.core.security;

import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;

/** Where the ephemeral keys of sessions come from: a test that shall decrypt a capture afterwards saves them. */
@FunctionalInterface
public interface EphemeralKeys {
    /** A fresh one each time, which nobody else knows. */
    EphemeralKeys FRESH = EphemeralKey::generate;

    /** A key on that curve for one session, which destroys it. Blocking. */
    EphemeralKey next(EcCurve curve);
}
