package io.uftpengine.codec.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.golden.Captures;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.testkit.RandomMessages;
import io.uftpengine.codec.testkit.Wire;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged datagrams give a message or a {@link DecodeException}, nothing else, and cost memory in proportion to their length. */
class MutationFuzzTest {
    private static final int INPUTS = 1_000_000;

    /** An unknown extension of one word costs most: record, byte string, array and slice. */
    private static final long MAX_BYTES_PER_BYTE = 64;

    private static final long MAX_BYTES_FIXED = 4096;
    private static final int RANDOM_SAMPLES_EACH = 5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<Function, Integer> decoded = new EnumMap<>(Function.class);

    private static List<byte[]> corpus(Random random) throws Exception {
        List<byte[]> corpus = new ArrayList<>();
        for (String capture : List.of(
                "closed-group",
                "tree",
                "tfmcc",
                "client-abort",
                "ipv6",
                "freespace",
                "encrypted-ec",
                "heartbeat",
                "proxy-clear")) {
            corpus.addAll(Captures.payloads(capture));
        }
        RandomMessages messages = new RandomMessages(random);
        for (Function function : Function.values()) {
            for (int i = 0; i < RANDOM_SAMPLES_EACH && function != Function.KEY_REQ; i++) {
                corpus.add(Wire.encode(messages.header(function), messages.message(function)));
            }
        }
        return corpus;
    }

    @Test
    void shouldSurviveAMillionDamagedDatagrams() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dfuzz.seed=" + seed + ")");
        Random random = new Random(seed);
        List<byte[]> corpus = corpus(random);
        loadClasses(corpus);
        Mutator mutator = new Mutator(random, corpus);
        for (int i = 0; i < INPUTS; i++) {
            byte[] datagram = mutator.next();
            try {
                checkOne(datagram);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", input " + i + ": " + ByteBufUtil.hexDump(datagram), e);
            }
        }
        // The mutator must get deep: every message decoded, every fault seen.
        System.out.println(decoded + " " + faults);
        for (Function function : Function.values()) {
            assertTrue(
                    function == Function.KEY_REQ || decoded.getOrDefault(function, 0) > 1000,
                    () -> function + " decoded too seldom: " + decoded);
        }
        for (Fault fault : Fault.values()) {
            assertTrue(faults.getOrDefault(fault, 0) > 1000, () -> fault + " seen too seldom: " + faults);
        }
    }

    /** So that class loading does not count as allocation of a decoder. */
    private void loadClasses(List<byte[]> corpus) {
        for (byte[] datagram : corpus) {
            decodeOrNull(Unpooled.wrappedBuffer(datagram));
            decodeOrNull(Unpooled.wrappedBuffer(datagram, 0, datagram.length - 1));
        }
        decodeOrNull(Unpooled.EMPTY_BUFFER);
    }

    private void checkOne(byte[] datagram) {
        ByteBuf in = Unpooled.wrappedBuffer(datagram);
        long before = threads.getCurrentThreadAllocatedBytes();
        Message message = decodeOrNull(in);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                allocated <= MAX_BYTES_FIXED + MAX_BYTES_PER_BYTE * datagram.length,
                () -> allocated + " bytes allocated for " + datagram.length);
        if (message != null) {
            decoded.merge(message.function(), 1, Integer::sum);
            checkStable(message);
            checkInner(datagram);
        }
        if (message instanceof FileSeg fileSeg) {
            checkInPlace(fileSeg, Unpooled.wrappedBuffer(datagram));
        }
    }

    private Message decodeOrNull(ByteBuf in) {
        try {
            WireFormat format = in.isReadable() ? WireFormats.forVersionByte(in.getByte(0)) : Wire.V5;
            if (format == null) {
                throw DecodeException.of(Fault.BAD_VERSION);
            }
            return format.decode(format.decodeHeader(in), in);
        } catch (DecodeException e) {
            faults.merge(e.fault(), 1, Integer::sum);
            return null;
        }
    }

    /** What was decoded can be written and read again, unless its lengths are no whole words or its text is too long. */
    private static void checkStable(Message message) {
        ByteBuf out = Unpooled.buffer();
        try {
            Wire.V5.encode(Wire.header(message.function()), message, out);
        } catch (IllegalArgumentException e) {
            assertTrue(hasKeyMaterial(message.function()), () -> "not encodable: " + message);
            return;
        }
        out.skipBytes(UftpHeader.LENGTH);
        try {
            Message again = Wire.V5.decode(Wire.header(message.function()), out);
            if (message instanceof Abort abort) {
                assertTrue(abort.message().startsWith(((Abort) again).message()));
            } else {
                assertEquals(message, again);
            }
        } catch (DecodeException e) {
            throw new AssertionError("wrote what it cannot read: " + message, e);
        }
    }

    private static boolean hasKeyMaterial(Function function) {
        return switch (function) {
            case REGISTER, CLIENT_KEY, KEYINFO, KEYINFO_ACK, HB_REQ, PROXY_KEY -> true;
            default -> false;
        };
    }

    private static void checkInner(byte[] datagram) {
        ByteBuf inner = Unpooled.wrappedBuffer(datagram).skipBytes(UftpHeader.LENGTH);
        try {
            Wire.V5.decodeInner(inner);
        } catch (DecodeException e) {
            assertEquals(Function.ENCRYPTED.code(), datagram[1], () -> "refused inside: " + e.fault());
        }
    }

    private static void checkInPlace(FileSeg expected, ByteBuf datagram) {
        int at = UftpHeader.LENGTH;
        int end = datagram.writerIndex();
        assertNull(FileSegReader.check(datagram, at, end));
        assertEquals(expected.fileId(), FileSegReader.fileId(datagram, at));
        assertEquals(expected.section(), FileSegReader.section(datagram, at));
        assertEquals(expected.block(), FileSegReader.block(datagram, at));
        assertEquals(expected.data().length(), FileSegReader.dataLength(datagram, at, end));
    }
}
