package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.storage.StoragePolicy;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver's whole pipeline without a socket: the disk runs when the test says so, time is the test's. */
class SessionPipelineTest {
    /** PGMCC, which nobody has. */
    private static final int UNSUPPORTED_CC = 3;

    private static final int MAX_SESSIONS = 20;
    private static final int CHUNKS = 4;

    @TempDir
    Path directory;

    private final TransportCounters counters = new TransportCounters();
    private final RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(SessionPipelineTest.class));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final KeyThreads keyThreads = new KeyThreads();
    private final List<SessionEvent> events = new ArrayList<>();
    private final List<Throwable> defects = new ArrayList<>();
    private final RoleObserver observer = new RoleObserver() {
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
            if (defect != null) {
                defects.add(defect);
            }
        }
    };

    private long nowNs = 1_000_000_000L;
    private final ReceiverHost.PendingFiles pending = new ReceiverHost.PendingFiles();
    private ReceiverStorage storage;
    private StagingPool pool;
    private SessionRegistry registry;

    @BeforeEach
    void build() {
        // Timers follow the channel's clock, not the machines': without this a session would time out now and then.
        channel.freezeTime();
        storage = new ReceiverStorage(List.of(directory), StoragePolicy.SAFE, Datagrams.RECEIVER);
        pool = new StagingPool(PooledByteBufAllocator.DEFAULT, CHUNKS * StagingPool.DEFAULT_CHUNK_BYTES);
        ReceiverHost.Shared shared =
                new ReceiverHost.Shared(storage, pool, disk::add, channel.eventLoop(), observer, pending);
        DatagramWriter writer = new DatagramWriter(channel, counters, log);
        registry = new SessionRegistry(
                new ReceiverParameters(Datagrams.RECEIVER, 0, SenderTrust.ANYBODY),
                MAX_SESSIONS,
                shared,
                new ReceiverEndpoint.Keys(announce -> null, keyThreads),
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

    @AfterEach
    void close() {
        registry.abortAll("the test is over");
        runDisk();
        channel.checkException();
        assertEquals(0, counters.get(Counter.HANDLER_FAULTS));
        channel.finishAndReleaseAll();
        keyThreads.close();
        pool.close();
        storage.close();
    }

    private void runDisk() {
        do {
            while (!disk.isEmpty()) {
                disk.remove().run();
            }
            channel.runPendingTasks();
        } while (!disk.isEmpty());
    }

    /** What was sent since the last call. */
    private List<Function> sent() {
        List<Function> functions = new ArrayList<>();
        for (DatagramPacket packet = channel.readOutbound(); packet != null; packet = channel.readOutbound()) {
            functions.add(Datagrams.functionOf(packet.content()));
            packet.release();
        }
        return functions;
    }

    private void openFile(int size) {
        channel.writeInbound(Datagrams.packet(0, Datagrams.announce()));
        assertEquals(List.of(Function.REGISTER), sent());
        channel.writeInbound(Datagrams.packet(1, Datagrams.regConf()));
        channel.writeInbound(Datagrams.packet(2, Datagrams.fileInfo(1, "a.bin", size)));
        assertEquals(List.of(), sent(), "no answer before the file is open");
        runDisk();
        assertEquals(List.of(Function.FILEINFO_ACK), sent());
    }

    @Test
    void shouldReceiveAFile() throws Exception {
        byte[] content = new byte[3 * Datagrams.BLOCK_SIZE];
        new Random(1).nextBytes(content);
        openFile(content.length);
        for (int block = 2; block >= 0; block--) {
            byte[] data = new byte[Datagrams.BLOCK_SIZE];
            System.arraycopy(content, block * Datagrams.BLOCK_SIZE, data, 0, data.length);
            channel.writeInbound(Datagrams.packet(5 - block, Datagrams.fileSeg(1, 0, block, data)));
        }
        assertFalse(Files.exists(directory.resolve("a.bin")), "not before the last write has returned");
        assertEquals(List.of(), sent());
        runDisk();
        assertArrayEquals(content, Files.readAllBytes(directory.resolve("a.bin")));
        assertEquals(3, counters.get(Counter.BLOCKS_STORED));
        assertEquals(List.of(), defects);
    }

    @Test
    void shouldRefuseBlocksWhileTheDiskIsBehind() throws Exception {
        int blocks = 2 * CHUNKS * StagingPool.DEFAULT_CHUNK_BYTES / Datagrams.BLOCK_SIZE;
        openFile(blocks * Datagrams.BLOCK_SIZE);
        byte[] data = new byte[Datagrams.BLOCK_SIZE];
        for (int block = 0; block < blocks; block++) {
            channel.writeInbound(Datagrams.packet(3 + block, Datagrams.fileSeg(1, 0, block, data)));
        }
        long refused = counters.get(Counter.BLOCKS_NO_ROOM);
        assertTrue(refused >= blocks / 2, "the pool has room for half of them");
        assertEquals(blocks, refused + counters.get(Counter.BLOCKS_STORED));
        assertTrue(pool.heldBytes() <= CHUNKS * StagingPool.DEFAULT_CHUNK_BYTES, pool.heldBytes() + " bytes");
        // A refused block is not claimed: it is taken when it comes again.
        runDisk();
        for (int block = 0; block < blocks; block++) {
            channel.writeInbound(Datagrams.packet(3 + blocks + block, Datagrams.fileSeg(1, 0, block, data)));
            runDisk();
        }
        assertEquals(blocks, counters.get(Counter.BLOCKS_STORED));
        assertEquals((long) blocks * Datagrams.BLOCK_SIZE, Files.size(directory.resolve("a.bin")));
    }

    @Test
    void shouldDropBlocksOfAnotherSource() {
        openFile(Datagrams.BLOCK_SIZE);
        DatagramPacket forged = new DatagramPacket(
                Datagrams.bytes(Datagrams.GROUP, 3, Datagrams.fileSeg(1, 0, 0, new byte[Datagrams.BLOCK_SIZE])),
                Datagrams.SENDER_ADDRESS,
                Datagrams.OTHER_ADDRESS);
        channel.writeInbound(forged);
        assertEquals(1, counters.get(Counter.DROPPED_WRONG_SOURCE));
        assertEquals(0, counters.get(Counter.BLOCKS_STORED));
        assertEquals(0, forged.refCnt());
    }

    @Test
    void shouldCountBlocksOfUnknownSessionsAndFiles() {
        openFile(Datagrams.BLOCK_SIZE);
        channel.writeInbound(Datagrams.packet(3, Datagrams.fileSeg(2, 0, 0, new byte[Datagrams.BLOCK_SIZE])));
        channel.writeInbound(Datagrams.packet(4, Datagrams.fileSeg(1, 0, 1, new byte[Datagrams.BLOCK_SIZE])));
        channel.writeInbound(Datagrams.packet(5, Datagrams.fileSeg(1, 0, 0, new byte[1])));
        assertEquals(3, counters.get(Counter.BLOCKS_NOT_WANTED));
        channel.writeInbound(
                Datagrams.packet(Datagrams.bytes(99, 5, Datagrams.fileSeg(1, 0, 0, new byte[Datagrams.BLOCK_SIZE]))));
        assertEquals(1, counters.get(Counter.DROPPED_UNKNOWN_SESSION));
    }

    @Test
    void shouldTellTheSenderWhenStoppedAndTakeNoSessionMore() {
        openFile(Datagrams.BLOCK_SIZE);
        registry.abortAll("enough");
        runDisk();
        assertEquals(List.of(Function.ABORT), sent());
        assertEquals(0, registry.size());
        channel.writeInbound(Datagrams.packet(9, Datagrams.announce()));
        assertEquals(0, registry.size());
        assertEquals(List.of(), sent());
        assertTrue(events.stream()
                .anyMatch(e ->
                        e instanceof SessionEvent.SessionEnded ended && ended.outcome() == SessionOutcome.INTERRUPTED));
    }

    @Test
    void shouldNotStartASessionAgainThatHasJustEnded() {
        openFile(Datagrams.BLOCK_SIZE);
        channel.writeInbound(Datagrams.packet(3, new io.uftpengine.codec.message.Abort(0, 0, "the sender gives up")));
        runDisk();
        assertEquals(0, registry.size());
        channel.writeInbound(Datagrams.packet(9, Datagrams.announce()));
        assertEquals(0, registry.size());
        assertEquals(1, counters.get(Counter.ANNOUNCES_IN_COOL_DOWN));
        nowNs += CoolDown.DURATION_NS;
        channel.writeInbound(Datagrams.packet(10, Datagrams.announce()));
        assertEquals(1, registry.size());
        assertEquals(List.of(Function.REGISTER), sent());
    }

    @Test
    void shouldLeaveNoPartialFileOfASessionThatEnds() throws Exception {
        openFile(2 * Datagrams.BLOCK_SIZE);
        channel.writeInbound(Datagrams.packet(3, Datagrams.fileSeg(1, 0, 0, new byte[Datagrams.BLOCK_SIZE])));
        registry.abortAll("enough");
        runDisk();
        try (var entries = Files.list(directory)) {
            assertEquals(
                    List.of(),
                    entries.map(p -> p.getFileName().toString())
                            .filter(n -> !n.endsWith(".lock"))
                            .toList());
        }
    }

    @Test
    void shouldForgetAFileThatIsReplacedWhileItIsBeingOpened() throws Exception {
        channel.writeInbound(Datagrams.packet(0, Datagrams.announce()));
        channel.writeInbound(Datagrams.packet(1, Datagrams.regConf()));
        channel.writeInbound(Datagrams.packet(2, Datagrams.fileInfo(1, "a.bin", 1000)));
        channel.writeInbound(Datagrams.packet(3, Datagrams.fileInfo(2, "b.bin", Datagrams.BLOCK_SIZE)));
        sent();
        runDisk();
        assertEquals(List.of(Function.FILEINFO_ACK), sent());
        assertEquals(1, partials(), "only of the second file");
        channel.writeInbound(Datagrams.packet(4, Datagrams.fileSeg(2, 0, 0, new byte[Datagrams.BLOCK_SIZE])));
        runDisk();
        assertEquals(Datagrams.BLOCK_SIZE, Files.size(directory.resolve("b.bin")));
        assertEquals(0, partials());
        assertTrue(pending.isEmpty(), "nothing keeps the receiver from stopping");
        assertEquals(List.of(), defects);
    }

    private long partials() throws Exception {
        try (var entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString())
                    .filter(n -> n.startsWith(".~") && !n.endsWith(".lock"))
                    .count();
        }
    }

    @Test
    void shouldBoundSessionsAndRefusals() {
        long seed = System.nanoTime();
        System.out.println("SessionPipelineTest seed " + seed);
        Random random = new Random(seed);
        int announces = 20_000;
        for (int i = 0; i < announces; i++) {
            Announce announce = Datagrams.announce(i % 2 == 0 ? Announce.CC_NONE : UNSUPPORTED_CC);
            channel.writeInbound(Datagrams.packet(Datagrams.bytes(random.nextInt() | 1, 0, announce)));
        }
        int begun = UnconfirmedSessions.MAX_PER_SOURCE;
        assertEquals(begun, registry.size());
        assertEquals(0, counters.get(Counter.SESSIONS_GAVE_WAY));
        assertEquals(announces / 2, counters.get(Counter.ANNOUNCES_REFUSED));
        assertTrue(counters.get(Counter.ANNOUNCES_OVER_LIMIT) > announces / 2 - 2 * begun);
        List<Function> answers = sent();
        assertEquals(
                SessionRegistry.MAX_REFUSALS_PER_SECOND,
                answers.stream().filter(f -> f == Function.ABORT).count());
        assertEquals(begun, answers.stream().filter(f -> f == Function.REGISTER).count());
        nowNs += 1_000_000_000L;
        channel.writeInbound(Datagrams.packet(Datagrams.bytes(2, 0, Datagrams.announce(UNSUPPORTED_CC))));
        // Timers of the sessions may have sent other things meanwhile.
        assertTrue(sent().contains(Function.ABORT), "a second later it answers again");
    }

    @Test
    void shouldNotLetOneHostTakeAllPlaces() {
        forgeAnnounces(1000, 1);
        assertEquals(UnconfirmedSessions.MAX_PER_SOURCE, registry.size());
        sent();
        channel.writeInbound(Datagrams.packet(0, Datagrams.announce()));
        assertEquals(List.of(Function.REGISTER), sent());
        assertEquals(0, counters.get(Counter.SESSIONS_GAVE_WAY));
    }

    @Test
    void shouldNotLetForgedAnnouncesKeepAnHonestSenderOut() {
        forgeAnnounces(1000, 250);
        assertEquals(UnconfirmedSessions.MAX, registry.size());
        sent();
        channel.writeInbound(Datagrams.packet(0, Datagrams.announce()));
        assertEquals(List.of(), sent(), "no place yet");
        nowNs += UnconfirmedSessions.PATIENCE_NS;
        channel.writeInbound(Datagrams.packet(1, Datagrams.announce()));
        assertTrue(sent().contains(Function.REGISTER), "the oldest unconfirmed session gave way");
        assertEquals(1, counters.get(Counter.SESSIONS_GAVE_WAY));
        channel.writeInbound(Datagrams.packet(2, Datagrams.regConf()));
        nowNs += UnconfirmedSessions.PATIENCE_NS / 2;
        forgeAnnounces(1000, 250);
        sent();
        channel.writeInbound(Datagrams.packet(3, Datagrams.fileInfo(1, "a.bin", Datagrams.BLOCK_SIZE)));
        runDisk();
        assertTrue(sent().contains(Function.FILEINFO_ACK), "a confirmed session never gives way");
    }

    private void forgeAnnounces(int count, int hosts) {
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            int group = random.nextInt();
            channel.writeInbound(new DatagramPacket(
                    Datagrams.bytes(group == Datagrams.GROUP ? 1 : group, 0, Datagrams.announce()),
                    Datagrams.OTHER_ADDRESS,
                    new InetSocketAddress("198.19.0." + (1 + i % hosts), 5000)));
        }
    }

    @Test
    void shouldReleaseWhatNoHandlerClaims() {
        DatagramPacket packet = Datagrams.packet(Unpooled.buffer().writeZero(3));
        channel.writeInbound(packet);
        assertEquals(0, packet.refCnt());
        assertNull(channel.readInbound());
    }
}
