package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.engine.Loopback.Receiver;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rate on the wire, as a listener of the private group sees it. */
class PacingIT {
    private static final int RATE_BITS = 20_000_000;
    private static final int FILE_BYTES = 5_000_000;
    private static final int FILESEG = 9;
    private static final int IP_AND_UDP = 28;
    private static final double TOLERANCE = 0.01;
    private static final int ATTEMPTS = 4;

    @TempDir
    Path directory;

    private record Seen(long datagrams, long ipBytes, long firstNs, long lastNs, long lastBytes) {
        double bitsPerSecond() {
            // The last packet's own time is not over when it arrives.
            return (ipBytes - lastBytes) * 8.0 / ((lastNs - firstNs) / 1e9);
        }
    }

    /**
     * On a machine that is busy with other things a process stands still for longer than the pacer makes good, on purpose:
     * then it is too slow, and gets another chance. Too fast it must never be.
     */
    @Test
    void shouldSendAtTheRateWithinOnePercent() throws Exception {
        double best = 0;
        for (int attempt = 1; attempt <= ATTEMPTS && best < RATE_BITS * (1 - TOLERANCE); attempt++) {
            Seen seen = transfer("attempt" + attempt);
            System.out.println("PacingIT: " + seen + " " + seen.bitsPerSecond() + " bit/s");
            assertTrue(seen.bitsPerSecond() < RATE_BITS * (1 + TOLERANCE), "too fast: " + seen);
            best = Math.max(best, seen.bitsPerSecond());
        }
        assertEquals(RATE_BITS, best, RATE_BITS * TOLERANCE);
    }

    private Seen transfer(String name) throws Exception {
        Loopback lo = new Loopback();
        Path file = Loopback.file(directory, name, FILE_BYTES, 1);
        try (UftpEngine engine = UftpEngine.create();
                MulticastSocket ear = new MulticastSocket(lo.port)) {
            ear.joinGroup(new InetSocketAddress(lo.privateGroup, lo.port), NetworkInterface.getByName("lo"));
            ear.setReceiveBufferSize(4 << 20);
            List<Receiver> receivers = lo.receivers(engine, directory.resolve(name + ".to"), 1);
            CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> listen(ear));
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .rateBitsPerSecond(RATE_BITS)
                            .receivers(Loopback.ids(receivers))
                            .build(),
                    SessionListener.NONE));
            assertTrue(report.isEverythingDelivered(), report.toString());
            Seen result = seen.get(Loopback.MAX_SECONDS, TimeUnit.SECONDS);
            assertEquals(report.blocksSent(), result.datagrams(), "every block was heard");
            return result;
        }
    }

    private static Seen listen(MulticastSocket ear) {
        long datagrams = 0;
        long ipBytes = 0;
        long firstNs = 0;
        long lastNs = 0;
        long lastBytes = 0;
        byte[] buffer = new byte[9000];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            ear.setSoTimeout(3000);
            while (true) {
                packet.setLength(buffer.length);
                ear.receive(packet);
                if (buffer[1] == FILESEG) {
                    lastNs = System.nanoTime();
                    firstNs = datagrams == 0 ? lastNs : firstNs;
                    datagrams++;
                    lastBytes = packet.getLength() + IP_AND_UDP;
                    ipBytes += lastBytes;
                }
            }
        } catch (SocketTimeoutException e) {
            return new Seen(datagrams, ipBytes, firstNs, lastNs, lastBytes);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
