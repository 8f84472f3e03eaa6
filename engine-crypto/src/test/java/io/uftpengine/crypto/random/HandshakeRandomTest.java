package io.uftpengine.crypto.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.testkit.Hex;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandshakeRandomTest {
    @Test
    void shouldNeverRepeatItself() {
        HandshakeRandom random = new HandshakeRandom();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(Hex.of(random.hello()));
            SecretBytes master = random.groupMaster();
            assertEquals(32, master.length());
            seen.add(Hex.of(master.exposed()));
        }
        assertEquals(2_000, seen.size());
        assertEquals(64, seen.iterator().next().length());
    }
}
