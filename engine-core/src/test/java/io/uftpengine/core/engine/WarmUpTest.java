package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldPlayASessionToItsEnd() throws Exception {
        assertTrue(WarmUp.reachesTheEnd());
    }
}
