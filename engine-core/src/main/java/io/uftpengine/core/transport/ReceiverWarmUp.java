package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import io.uftpengine.core.security.ReceiverSecurity;
import io.uftpengine.core.storage.BottomlessDisk;
import io.uftpengine.core.storage.DiskThreads;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.transport.TransportCounters.Counter;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Receives files that come from nowhere and go nowhere, encrypted ones and some in the clear, through a receiver's real sockets (on the
 * loopback interface, which nothing leaves), event loop, pipeline and disk thread, so that the data path is compiled before the
 * first sender comes: the first seconds of a fast transfer would otherwise go by in the interpreter, the socket buffer overflow meanwhile,
 * and the compiler take half of two processors.
 *
 * <p>What is compiled holds for what it has seen only: hence the real thing, down to the classes of the buffers; datagrams that the kernel
 * joined and lone ones, files of few sections and many, a disk that is busy now and then; and several rounds, so that what happens once
 * in a session is not seen for the first time when a sender is there. It costs some seven seconds of processor time,
 * the compilers' with it, once in a process, on a thread of the caller's.
 */
public final class ReceiverWarmUp implements AutoCloseable {
    /** Sent in each session of a round: whole pairs of slabs. */
    static final int BLOCKS = 8_000;

    /**
     * So many that C2 is through with the data path: after 8 transfers differed more, after 5 a receiver needed 0.85 s/GB instead of 0.73.
     * The compiler itself never says that it is through: in the twelfth round it still has work for as long as the round takes.
     */
    private static final int ROUNDS = 12;

    /** Files that come whole behind their FILEINFO, one after the other, in each round. */
    static final int SMALL_FILES = 20;

    static final int SMALL_BLOCKS = 4;

    /** Of the larger one of the files, which never comes to its end. */
    private static final long MANY_BLOCKS = 1_000_000;

    private static final Logger LOGGER = LogManager.getLogger(ReceiverWarmUp.class);
    private static final WireFormat V5 = WireFormats.of(ProtocolProfile.PROTOCOL_5.version());
    private static final int BLOCK_BYTES = 1300;
    private static final int FILE_ID = 1;

    /** In a slab, of which two are on their way at a time: more than a {@link DatagramBatch}, and less than a socket buffer. */
    private static final int SLAB_BLOCKS = 40;

    /** Of so many pairs of slabs the last one goes as lone datagrams. */
    private static final int LONE_PAIRS = 3;

    /** Each so many pairs of slabs the disk is busy for a while, and blocks wait for it. */
    private static final int STALL_PAIRS = 4;

    private static final long STALL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SOCKET_BUFFER_BYTES = 262_144;
    private static final int MAX_ANSWERS = 16;

    /** Whatever does not come by then does not come. */
    private static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long MAX_DISK_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final RoleObserver NOBODY = new RoleObserver() {
        @Override
        public void onEvent(int groupId, int instance, SessionEvent event) {
            return;
        }

        @Override
        public void onWarning(String message) {
            return;
        }

        @Override
        public void onSessionOver(int groupId, int instance, Throwable defect) {
            return;
        }
    };

    private final TransportCounters counters = new TransportCounters();
    private final StagingPool pool = StagingPool.ofDefaultSize();
    private final DiskThreads disks = new DiskThreads("uftp-warm-up-disk", 1);
    private final Executor disk = disks.next();
    private final KeyThreads keyThreads = new KeyThreads();
    private final SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
    private final BlockingQueue<ByteBuf> answers = new ArrayBlockingQueue<>(MAX_ANSWERS);
    private final DatagramTransport transport = DatagramTransport.detect();
    private final EventLoopGroup group = transport.newEventLoop("uftp-warm-up-loop");
    private final EventLoop loop = group.next();

    /** These are no sessions of anybody's. */
    private final RateLimitedLog log = RateLimitedLog.unread();

    private final ReceiverHost.PendingFiles pending = new ReceiverHost.PendingFiles();
    private final SessionRegistry registry;
    private DatagramChannel receiver;
    private DatagramChannel sender;

    private ReceiverWarmUp(ReceiverStorage storage) {
        registry = new SessionRegistry(
                new ReceiverParameters(LoneSender.RECEIVER, 0, SenderTrust.ANYBODY),
                2,
                new ReceiverHost.Shared(storage, pool, disk, loop, NOBODY, pending),
                new ReceiverEndpoint.Keys(announce -> new ReceiverSecurity(LoneSender.RECEIVER, () -> key), keyThreads),
                writer -> new GroupMemberships(null, List.of(), List.of(), warning -> {}, log),
                counters,
                log,
                System::nanoTime);
    }

    /**
     * Runs it; whatever goes wrong only means that the first session starts colder.
     *
     * @param isInTheWay asked before each round: there is something better to do by now
     * @return rounds that were run
     */
    public static int run(BooleanSupplier isInTheWay) {
        AtomicInteger rounds = new AtomicInteger();
        try {
            BottomlessDisk.use(LoneSender.RECEIVER, storage -> {
                while (rounds.get() < ROUNDS && !isInTheWay.getAsBoolean()) {
                    blocksReceived(storage);
                    rounds.incrementAndGet();
                }
            });
        } catch (IOException | RuntimeException e) {
            LOGGER.debug("no warm-up", e);
        }
        return rounds.get();
    }

    /**
     * One round.
     *
     * @return blocks that came to the disk: all of two files, and all small files
     */
    static long blocksReceived(ReceiverStorage storage) {
        try (ReceiverWarmUp warmUp = new ReceiverWarmUp(storage)) {
            warmUp.open();
            warmUp.receive(CipherSuite.AES_256_GCM, 0, MANY_BLOCKS);
            // Not the last one: the file would be put in place.
            warmUp.receive(null, 1, BLOCKS + 1);
            return warmUp.counters.get(Counter.BLOCKS_STORED);
        } catch (NetworkSetupException | DecodeException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void open() throws NetworkSetupException {
        SocketProtocolFamily family = SocketProtocolFamily.INET;
        NetworkConfig config = new NetworkConfig(List.of(), 0, 0, 1, 0, SOCKET_BUFFER_BYTES);
        DatagramSockets sockets = new DatagramSockets(transport, loop, config, warning -> {});
        receiver = sockets.open(
                family,
                loopback(),
                true,
                channel ->
                        ReceiverPipeline.handlers(registry, new DatagramWriter(channel, counters, log), counters, log));
        sender = sockets.open(family, loopback(), false, channel -> List.of(new Answers()));
    }

    private static InetSocketAddress loopback() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            // Not waited for when there is no room: the receiver's are few.
            answers.offer(Unpooled.copiedBuffer(packet.content()));
        }
    }

    /** One session with one file. */
    private void receive(CipherSuite suite, int instance, long fileBlocks)
            throws DecodeException, InterruptedException {
        LoneSender from = new LoneSender(suite, instance, BLOCK_BYTES);
        try {
            Function sealed = suite == null ? Function.FILEINFO_ACK : Function.ENCRYPTED;
            ByteBuf register = answerTo(from.announce(), Function.REGISTER);
            ByteBuf confirmation = from.confirm((Register) V5.decode(V5.decodeHeader(register), register));
            if (suite == null) {
                send(confirmation);
            } else {
                answerTo(confirmation, sealed);
            }
            answerTo(from.fileInfo(FILE_ID, fileBlocks * BLOCK_BYTES), sealed);
            sendBlocks(from, new SectionLayout(fileBlocks * BLOCK_BYTES, BLOCK_BYTES));
            if (suite == null) {
                sendSmallFiles(from);
            }
        } finally {
            from.destroy();
        }
    }

    private ByteBuf answerTo(ByteBuf datagram, Function expected) throws InterruptedException {
        send(datagram);
        long endNs = System.nanoTime() + MAX_WAIT_NS;
        while (true) {
            ByteBuf answer = answers.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new IllegalStateException("no " + expected + " within " + MAX_WAIT_NS + " ns: " + counters);
            } else if (answer.getUnsignedByte(answer.readerIndex() + 1) == expected.code()) {
                return answer;
            }
        }
    }

    private void send(ByteBuf datagram) {
        sender.writeAndFlush(new DatagramPacket(datagram, receiver.localAddress()));
    }

    private void sendBlocks(LoneSender from, SectionLayout layout) {
        long stored = counters.get(Counter.BLOCKS_STORED);
        int pairs = 0;
        for (int block = 0; block < BLOCKS; block += 2 * SLAB_BLOCKS) {
            if (++pairs % STALL_PAIRS == 0) {
                disk.execute(() -> LockSupport.parkNanos(STALL_NS));
            }
            List<ByteBuf> slabs = List.of(
                    slab(from, FILE_ID, layout, block, SLAB_BLOCKS),
                    slab(from, FILE_ID, layout, block + SLAB_BLOCKS, SLAB_BLOCKS));
            sendSlabs(slabs, pairs % LONE_PAIRS == 0);
            stored += 2 * SLAB_BLOCKS;
            awaitStored(stored);
        }
    }

    /** The first of them ends the large file. */
    private void sendSmallFiles(LoneSender from) throws InterruptedException {
        SectionLayout layout = new SectionLayout(SMALL_BLOCKS * BLOCK_BYTES, BLOCK_BYTES);
        for (int file = 1; file <= SMALL_FILES; file++) {
            int fileId = FILE_ID + file;
            ByteBuf fileInfo = from.fileInfo(fileId, SMALL_BLOCKS * BLOCK_BYTES);
            ByteBuf blocks = slab(from, fileId, layout, 0, SMALL_BLOCKS);
            loop.execute(() -> {
                sender.write(new DatagramPacket(fileInfo, receiver.localAddress()));
                writeSlab(blocks, SMALL_BLOCKS, false);
            });
            answerTo(from.done(fileId), Function.COMPLETE);
        }
    }

    private static ByteBuf slab(LoneSender from, int fileId, SectionLayout layout, int firstBlock, int count) {
        ByteBuf slab = PooledByteBufAllocator.DEFAULT.directBuffer(2 * count * BLOCK_BYTES);
        for (int block = firstBlock; block < firstBlock + count; block++) {
            int section = layout.sectionOf(block);
            from.appendFileSeg(slab, fileId, section, (int) (block - layout.firstBlock(section)));
        }
        return slab;
    }

    /** Written before the first of it is read: both are the sockets' loop. */
    private void sendSlabs(List<ByteBuf> slabs, boolean alone) {
        loop.execute(() -> {
            for (ByteBuf slab : slabs) {
                writeSlab(slab, SLAB_BLOCKS, alone);
            }
            sender.flush();
        });
    }

    private void writeSlab(ByteBuf slab, int blocks, boolean alone) {
        InetSocketAddress to = receiver.localAddress();
        int bytes = slab.readableBytes() / blocks;
        if (alone || transport != DatagramTransport.EPOLL) {
            while (slab.isReadable()) {
                sender.write(new DatagramPacket(slab.readRetainedSlice(bytes), to));
            }
            slab.release();
        } else {
            sender.write(new SegmentedDatagramPacket(slab, bytes, to));
        }
    }

    private void awaitStored(long blocks) {
        long endNs = System.nanoTime() + MAX_WAIT_NS;
        while (counters.get(Counter.BLOCKS_STORED) < blocks) {
            if (System.nanoTime() - endNs > 0) {
                throw new IllegalStateException("lost on the loopback interface: " + counters);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    @Override
    public void close() {
        loop.execute(() -> registry.abortAll("warmed up"));
        try {
            awaitFiles();
            loop.execute(registry::dropAll);
            disks.close();
            disks.awaitIdle(MAX_DISK_NS);
            loop.execute(this::closeSockets);
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        keyThreads.close();
        key.destroy();
    }

    /** Until those that were not finished are gone. */
    private void awaitFiles() throws InterruptedException {
        long endNs = System.nanoTime() + MAX_DISK_NS;
        while (!loop.submit(pending::isEmpty).sync().getNow() && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void closeSockets() {
        pool.close();
        for (DatagramChannel channel : new DatagramChannel[] {receiver, sender}) {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
