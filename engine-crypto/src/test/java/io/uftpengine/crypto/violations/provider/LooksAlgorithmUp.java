package io.uftpengine.crypto.violations.provider;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Breaks the rule on looking algorithms up on purpose. */
public final class LooksAlgorithmUp {
    private LooksAlgorithmUp() {}

    public static Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance("AES/GCM/NoPadding");
    }
}
