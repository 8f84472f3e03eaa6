package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.security.EncryptionSettings;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {
    @Test
    void shouldPlayASessionToItsEnd() throws Exception {
        assertTrue(WarmUp.reachesTheEnd(null));
    }

    @ParameterizedTest
    @CsvSource({"AES_256_GCM, SHA256, SECP256R1, ec:secp256r1, false", "AES_128_CCM, SHA512, SECP521R1, rsa:2048, true"
    })
    void shouldPlayAnEncryptedSessionToItsEnd(
            CipherSuite suite, HashAlgorithm hash, EcCurve curve, String key, boolean clientAuth) throws Exception {
        SigningKey signingKey = SigningKey.generate(KeySpec.parse(key));
        assertTrue(WarmUp.reachesTheEnd(new EncryptionSettings(suite, hash, curve, signingKey, clientAuth)));
    }
}
