package io.uftpengine.crypto.violations.provider;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Breaks the rule on providers on purpose. */
public final class NamesProvider {
    private NamesProvider() {}

    public static Provider provider() {
        return new BouncyCastleProvider();
    }
}
