package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import io.uftpengine.core.storage.BottomlessDisk;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Receives a file that comes from nowhere and goes nowhere, through a receiver's real pipeline, so that the data path is compiled
 * before the first sender comes: the first seconds of a fast transfer would otherwise go by in the interpreter, the socket
 * buffer overflow meanwhile, and the compiler take half of two processors. It costs one of them for about a second, once in a
 * process, on a thread of the caller's.
 */
public final class ReceiverWarmUp {
    /** Enough for every method of the path to be compiled for good. */
    static final int BLOCKS = 60_000;

    private static final Logger LOGGER = LogManager.getLogger(ReceiverWarmUp.class);
    private static final int BLOCK_BYTES = 1300;
    private static final int GROUP_ID = 1;
    private static final int SENDER_ID = 1;
    private static final int RECEIVER_ID = 2;
    private static final int FILE_ID = 1;
    private static final int ROBUST = 20;
    private static final int GRTT_CODE = 255;
    private static final InetSocketAddress SENDER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

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
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final StagingPool pool = new StagingPool(PooledByteBufAllocator.DEFAULT, StagingPool.DEFAULT_LIMIT_BYTES);
    private int sequence;

    private ReceiverWarmUp() {}

    /** Runs it; whatever goes wrong only means that the first session starts colder. */
    public static void run() {
        try {
            BottomlessDisk.use(RECEIVER_ID, ReceiverWarmUp::blocksReceived);
        } catch (IOException | RuntimeException e) {
            LOGGER.debug("no warm-up", e);
        }
    }

    /** @return blocks that came to the disk */
    static long blocksReceived(ReceiverStorage storage) {
        return new ReceiverWarmUp().receive(storage);
    }

    private long receive(ReceiverStorage storage) {
        channel.freezeTime();
        SectionLayout layout = new SectionLayout((long) BLOCKS * BLOCK_BYTES, BLOCK_BYTES);
        SessionDriver driver = connect(storage);
        driver.pumpAndFlush();
        read(new RegConf(IdList.of(RECEIVER_ID)));
        read(new FileInfo(
                FILE_ID,
                FileType.REGULAR,
                0,
                (long) BLOCKS * BLOCK_BYTES,
                WireName.of("warm-up"),
                WireName.EMPTY,
                0,
                IdList.of(RECEIVER_ID)));
        ByteBuf[] memory = new ByteBuf[DatagramBatch.CAPACITY];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = PooledByteBufAllocator.DEFAULT
                    .directBuffer(FileSegWriter.HEADER_LENGTH + BLOCK_BYTES)
                    .writeZero(FileSegWriter.HEADER_LENGTH + BLOCK_BYTES);
        }
        // Not the last one: the file would be put in place.
        for (long block = 0; block < BLOCKS - 1; block++) {
            ByteBuf datagram = memory[(int) (block % memory.length)];
            int section = layout.sectionOf(block);
            FileSegWriter.setHeaders(datagram, 0, header(Function.FILESEG), sequence++ & 0xFFFF, FILE_ID, section, (int)
                    (block - layout.firstBlock(section)));
            channel.pipeline().fireChannelRead(new DatagramPacket(datagram.retainedSlice(), null, SENDER));
            if ((block + 1) % memory.length == 0) {
                endRead();
            }
        }
        endRead();
        driver.abort("warmed up");
        endRead();
        for (ByteBuf datagram : memory) {
            datagram.release();
        }
        channel.finishAndReleaseAll();
        pool.close();
        return counters.get(TransportCounters.Counter.BLOCKS_STORED);
    }

    private SessionDriver connect(ReceiverStorage storage) {
        RateLimitedLog log = new RateLimitedLog(LOGGER);
        DatagramWriter writer = new DatagramWriter(channel, counters, log);
        InetAddress none = new InetSocketAddress(0).getAddress();
        Announce announce = new Announce(
                false, false, ROBUST, Announce.CC_NONE, BLOCK_BYTES, 0, none, none, List.of(), IdList.EMPTY);
        ReceiverSession machine = new ReceiverSession(
                new ReceiverParameters(RECEIVER_ID, 0, SenderTrust.ANYBODY),
                new Inbound(header(Function.ANNOUNCE), announce, SENDER),
                System.nanoTime());
        ReceiverHost host = new ReceiverHost(
                GROUP_ID,
                0,
                machine,
                new GroupMemberships(null, List.of(), List.of(), warning -> {}, log),
                new ReceiverHost.Shared(
                        storage, pool, Runnable::run, channel.eventLoop(), NOBODY, new ReceiverHost.PendingFiles()),
                counters,
                () -> false,
                defect -> {});
        SessionDriver driver = new SessionDriver(machine, host, null, writer, channel.eventLoop(), System::nanoTime);
        host.attach(driver);
        SingleSession directory = new SingleSession(counters);
        directory.set(GROUP_ID, 0, driver);
        channel.pipeline()
                .addLast(
                        new DatagramCodecHandler(counters),
                        new DecryptHandler(directory, counters, log, System::nanoTime),
                        new SessionDispatchHandler(directory, writer, System::nanoTime),
                        new FileSinkHandler(directory, System::nanoTime),
                        new FaultHandler(counters, log));
        return driver;
    }

    private static UftpHeader header(Function function) {
        return new UftpHeader(ProtocolProfile.PROTOCOL_5.version(), function, 0, SENDER_ID, GROUP_ID, 0, GRTT_CODE, 0);
    }

    private void read(Message message) {
        ByteBuf datagram = Unpooled.buffer();
        WireFormats.of(ProtocolProfile.PROTOCOL_5.version()).encode(header(message.function()), message, datagram);
        channel.pipeline().fireChannelRead(new DatagramPacket(datagram, null, SENDER));
        endRead();
    }

    private void endRead() {
        channel.pipeline().fireChannelReadComplete();
        channel.runPendingTasks();
        for (DatagramPacket sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            sent.release();
        }
    }
}
