package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.uftpengine.core.transport.ReceiverThreads.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiverThreadsTest {
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(20);

    private final ReceiverThreads threads = new ReceiverThreads(2);

    private Lease lease() {
        return threads.lease(DatagramTransport.detect());
    }

    @Test
    void shouldShareWhenThereAreEnough() {
        Lease first = lease();
        Lease second = lease();
        Lease third = lease();
        assertNotSame(first.loop(), second.loop());
        assertTrue(third.loop() == first.loop() || third.loop() == second.loop());
        Lease fourth = lease();
        assertNotSame(third.loop(), fourth.loop(), "the one with fewer");
        assertEquals(2, threads.pairs());
        List.of(first, second, third, fourth).forEach(Lease::close);
        assertEquals(0, threads.pairs());
    }

    @Test
    void shouldEndWithTheLastOfThem() throws Exception {
        List<Lease> leases = List.of(lease(), lease(), lease());
        EventLoop shared = leases.get(2).loop();
        Lease sharing = leases.get(0).loop() == shared ? leases.get(0) : leases.get(1);
        sharing.close();
        sharing.close();
        assertFalse(shared.isShuttingDown());
        leases.get(2).close();
        assertTrue(shared.awaitTermination(LONG_NS, TimeUnit.NANOSECONDS));
        leases.forEach(Lease::close);
    }

    @Test
    void shouldEndTheDiskOfOneOnly() throws Exception {
        Lease ending = lease();
        Lease other = lease();
        Lease sharing = lease();
        assertSame(ending.loop(), sharing.loop(), "the first of the least used");
        List<String> done = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        ending.execute(() -> {
            await(go);
            done.add("mine");
        });
        assertFalse(ending.endDisk(1), "it waits");
        assertThrows(RejectedExecutionException.class, () -> ending.execute(() -> done.add("late")));
        sharing.execute(() -> done.add("other's"));
        go.countDown();
        assertTrue(sharing.endDisk(LONG_NS));
        assertEquals(List.of("mine", "other's"), done);
        List.of(ending, other, sharing).forEach(Lease::close);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
