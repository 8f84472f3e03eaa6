package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.signature.SigningKey;
import org.junit.jupiter.api.Test;

class EphemeralSigningKeyTest {
    private final EphemeralSigningKey ephemeral = new EphemeralSigningKey();

    @Test
    void shouldBeTheSameForAllSessions() {
        assertSame(ephemeral.get(), ephemeral.get());
    }

    @Test
    void shouldSignNothingAfterItsRun() throws CryptoFailure {
        SigningKey key = ephemeral.get();
        key.ecPrivateKey();
        ephemeral.destroy();
        assertThrows(CryptoFailure.class, key::ecPrivateKey);
    }

    @Test
    void shouldEndBeforeItWasNeeded() {
        ephemeral.destroy();
    }
}
