package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.storage.StoragePolicy;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a receiver's encrypted sessions begin, with keys that only pretend: what forged ANNOUNCEs can do, and cannot. */
class EncryptedRegistryTest {
    @TempDir
    Path directory;

    private final TransportCounters counters = new TransportCounters();
    private final RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(EncryptedRegistryTest.class));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final KeyThreads keyThreads = new KeyThreads();
    private final List<SessionEvent> events = new ArrayList<>();
    private final List<FakeSecurity> made = new ArrayList<>();
    private boolean atOnce = true;
    private TaskResult answer = new FakeSecurity().announceAnswer;
    private long nowNs = 1_000_000_000L;
    private ReceiverStorage storage;
    private StagingPool pool;
    private SessionRegistry registry;

    @BeforeEach
    void build() {
        channel.freezeTime();
        storage = new ReceiverStorage(List.of(directory), StoragePolicy.SAFE, Datagrams.RECEIVER);
        pool = new StagingPool(PooledByteBufAllocator.DEFAULT, StagingPool.DEFAULT_CHUNK_BYTES);
        RoleObserver observer = new RoleObserver() {
            @Override
            public void onEvent(int groupId, int instance, SessionEvent event) {
                events.add(event);
            }

            @Override
            public void onWarning(String message) {
                throw new AssertionError(message);
            }

            @Override
            public void onSessionOver(int groupId, int instance, Throwable defect) {
                assertEquals(null, defect);
            }
        };
        DatagramWriter writer = new DatagramWriter(channel, counters, log);
        registry = new SessionRegistry(
                new ReceiverParameters(Datagrams.RECEIVER, 0, SenderTrust.ANYBODY),
                1000,
                new ReceiverHost.Shared(
                        storage, pool, Runnable::run, channel.eventLoop(), observer, new ReceiverHost.PendingFiles()),
                new ReceiverEndpoint.Keys(announce -> newSecurity(), keyThreads),
                w -> new GroupMemberships(null, List.of(), List.of(), warning -> {}, log),
                counters,
                log,
                () -> nowNs);
        channel.pipeline()
                .addLast(
                        new DatagramCodecHandler(counters),
                        new DecryptHandler(registry, counters, log, () -> nowNs),
                        new SessionDispatchHandler(registry, writer, () -> nowNs),
                        new FileSinkHandler(registry, () -> nowNs),
                        new FaultHandler(counters, log));
    }

    private FakeSecurity newSecurity() {
        FakeSecurity security = atOnce ? FakeSecurity.open() : new FakeSecurity();
        security.announceAnswer = answer;
        made.add(security);
        return security;
    }

    @AfterEach
    void close() {
        registry.abortAll("the test is over");
        channel.runPendingTasks();
        assertTrue(made.stream().allMatch(security -> security.destroyed), "no key outlives its session");
        keyThreads.close();
        channel.checkException();
        assertEquals(0, counters.get(Counter.HANDLER_FAULTS));
        channel.finishAndReleaseAll();
        pool.close();
        storage.close();
    }

    private DatagramPacket announce(int group, InetSocketAddress from) {
        return new DatagramPacket(
                Datagrams.bytes(group, 0, Datagrams.encryptedAnnounce()), Datagrams.OTHER_ADDRESS, from);
    }

    private List<Function> sent() {
        List<Function> functions = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            functions.add(Datagrams.functionOf(packet.content()));
            packet.release();
        }
        return functions;
    }

    private void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> {
                    channel.runPendingTasks();
                    return condition.call();
                });
    }

    @Test
    void shouldRegisterOnceTheAnnounceIsVerified() {
        atOnce = false;
        channel.writeInbound(announce(Datagrams.GROUP, Datagrams.SENDER_ADDRESS));
        assertEquals(List.of(), sent(), "not before");
        made.get(0).gate.countDown();
        await(() -> !channel.outboundMessages().isEmpty());
        assertEquals(List.of(Function.REGISTER), sent());
        assertEquals(1, made.size());
    }

    @Test
    void shouldTakeTheHonestSendersSessionRightAfterAForgedOne() {
        answer = new TaskResult.HandshakeFailed("the signature of the ANNOUNCE is wrong");
        channel.writeInbound(announce(Datagrams.GROUP, Datagrams.SENDER_ADDRESS));
        await(() -> registry.size() == 0);
        assertEquals(List.of(Function.ABORT), sent());
        assertTrue(events.stream()
                .anyMatch(e -> e instanceof SessionEvent.SessionEnded ended
                        && ended.outcome() == SessionOutcome.HANDSHAKE_FAILED));
        // Nor does a forged ANNOUNCE with a forged ABORT behind it keep it out.
        channel.writeInbound(
                announce(Datagrams.GROUP, Datagrams.SENDER_ADDRESS), Datagrams.packet(1, new Abort(0, 0, "forged")));
        await(() -> registry.size() == 0);
        assertEquals(List.of(Function.ABORT), sent(), "about the signature");
        answer = new FakeSecurity().announceAnswer;
        channel.writeInbound(announce(Datagrams.GROUP, Datagrams.SENDER_ADDRESS));
        await(() -> !channel.outboundMessages().isEmpty());
        assertTrue(sent().contains(Function.REGISTER));
        assertEquals(0, counters.get(Counter.ANNOUNCES_IN_COOL_DOWN));
        assertEquals(3, made.size());
    }

    @Test
    void shouldBoundWhatForgedAnnouncesCost() {
        answer = new TaskResult.HandshakeFailed("the signature of the ANNOUNCE is wrong");
        int perHost = 2 * SessionRegistry.MAX_HANDSHAKES_PER_SOURCE;
        int hosts = 20;
        for (int i = 0; i < hosts * perHost; i++) {
            channel.writeInbound(announce(1000 + i, new InetSocketAddress("198.19.0." + (1 + i % hosts), 5000)));
            await(() -> registry.size() == 0);
        }
        assertEquals(SessionRegistry.MAX_HANDSHAKES_PER_SECOND, made.size(), "signatures checked in a second");
        List<Function> answers = sent();
        assertEquals(SessionRegistry.MAX_REFUSALS_PER_SECOND, answers.size());
        assertTrue(answers.stream().allMatch(f -> f == Function.ABORT), answers.toString());
        nowNs += TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < perHost; i++) {
            channel.writeInbound(announce(5000 + i, Datagrams.OTHER_ADDRESS));
            await(() -> registry.size() == 0);
        }
        assertEquals(
                SessionRegistry.MAX_HANDSHAKES_PER_SECOND + SessionRegistry.MAX_HANDSHAKES_PER_SOURCE,
                made.size(),
                "one host alone");
    }
}
