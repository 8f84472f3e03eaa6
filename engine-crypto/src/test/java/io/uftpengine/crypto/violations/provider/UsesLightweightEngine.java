package io.uftpengine.crypto.violations.provider;

import org.bouncycastle.crypto.engines.AESEngine;

/** Breaks the rule on providers on purpose. */
public final class UsesLightweightEngine {
    private UsesLightweightEngine() {}

    public static String name() {
        return AESEngine.newInstance().getAlgorithmName();
    }
}
