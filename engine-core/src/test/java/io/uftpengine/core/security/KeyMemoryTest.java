package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import org.junit.jupiter.api.Test;

/** What a sender's keys with one receiver cost; the numbers are printed. */
class KeyMemoryTest {
    private static final int RECEIVERS = 2_000;

    @Test
    void shouldCostLittleForEachReceiver() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.join();
        long before = used();
        for (int id = 1; id <= RECEIVERS; id++) {
            assertEquals(new TaskResult.ReceiverKeyed(id, id), session.agree(id));
        }
        long unconfirmed = (used() - before) / RECEIVERS;

        for (int id = 1; id <= RECEIVERS; id++) {
            Handshakes.run(session.sender, new Action.DropKeys(id));
        }
        long dropped = (used() - before) / RECEIVERS;
        System.out.println("keys of a receiver: " + unconfirmed + " bytes unconfirmed, " + dropped + " after DropKeys");
        assertTrue(unconfirmed < 2_048, unconfirmed + " bytes");
        assertTrue(dropped < 128, dropped + " bytes");
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
