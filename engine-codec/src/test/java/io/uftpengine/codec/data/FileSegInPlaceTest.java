package io.uftpengine.codec.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.testkit.AnnotatedBytes;
import io.uftpengine.codec.testkit.Wire;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The data path writes and reads the same bytes as the codec, without objects. */
class FileSegInPlaceTest {
    private static final int AT = UftpHeader.LENGTH;
    private static final UftpHeader HEADER = Wire.header(Function.FILESEG);

    private static Fault check(String annotated) {
        byte[] bytes = AnnotatedBytes.parse(annotated);
        return FileSegReader.check(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    @Test
    void shouldWriteWhatTheCodecWrites() {
        byte[] expected = Wire.encode(HEADER, new FileSeg(7, 8, 9, List.of(), Bytes.of((byte) 1, (byte) 2)));
        ByteBuf slab = Unpooled.wrappedBuffer(new byte[100]);
        slab.setByte(3 + FileSegWriter.HEADER_LENGTH, 1).setByte(4 + FileSegWriter.HEADER_LENGTH, 2);
        FileSegWriter.setHeaders(slab, 3, HEADER, HEADER.sequence(), 7, 8, 9);
        assertEquals(ByteBufUtil.hexDump(expected), ByteBufUtil.hexDump(slab, 3, expected.length));
        assertEquals(0, slab.getByte(2));
        assertEquals(0, slab.readerIndex());
        assertEquals(100, slab.writerIndex());
    }

    @Test
    void shouldWriteTfmccExtension() {
        TfmccData tfmcc = new TfmccData(0x1122, 0x3344, 0x5566);
        byte[] expected = Wire.encode(HEADER, new FileSeg(7, 0xFFFF, 0xFFFE, List.of(tfmcc), Bytes.EMPTY));
        ByteBuf slab = Unpooled.wrappedBuffer(new byte[FileSegWriter.TFMCC_HEADER_LENGTH]);
        FileSegWriter.setHeaders(slab, 0, HEADER, HEADER.sequence(), 7, 0xFFFF, 0xFFFE, 0x1122, 0x3344, 0x5566);
        assertEquals(ByteBufUtil.hexDump(expected), ByteBufUtil.hexDump(slab));
    }

    @Test
    void shouldReplaceSequenceNumberOfTemplate() throws Exception {
        ByteBuf out = Unpooled.buffer().writeZero(FileSegWriter.HEADER_LENGTH);
        FileSegWriter.setHeaders(out, 0, HEADER, 0xFEDC, 1, 2, 3);
        assertEquals(0xFEDC, Wire.V5.decodeHeader(out).sequence());
    }

    @Test
    void shouldReadFields() {
        ByteBuf in = Unpooled.wrappedBuffer(
                Wire.encode(HEADER, new FileSeg(0xFFF7, 0xFFF8, 0xFFF9, List.of(), Bytes.of((byte) 1, (byte) 2))));
        assertTrue(FileSegReader.isFileSeg(in));
        assertNull(FileSegReader.check(in, AT, in.writerIndex()));
        assertEquals(0xFFF7, FileSegReader.fileId(in, AT));
        assertEquals(0xFFF8, FileSegReader.section(in, AT));
        assertEquals(0xFFF9, FileSegReader.block(in, AT));
        assertEquals(24, FileSegReader.dataOffset(in, AT));
        assertEquals(2, FileSegReader.dataLength(in, AT, in.writerIndex()));
        assertEquals(-1, FileSegReader.tfmccOffset(in, AT));
    }

    @Test
    void shouldLookOnlyAtFirstExtension() {
        String unknownFirst = "09 06 0001 0002 0003 c8020000 00000000 0202 1122 3344 5566 01";
        assertNull(check(unknownFirst));
        ByteBuf in = Unpooled.wrappedBuffer(AnnotatedBytes.parse(unknownFirst));
        assertEquals(-1, FileSegReader.tfmccOffset(in, 0));
        assertEquals(24, FileSegReader.dataOffset(in, 0));
        ByteBuf known =
                Unpooled.wrappedBuffer(AnnotatedBytes.parse("09 05 0001 0002 0003 0202 1122 3344 5566 c8010000 01"));
        int tfmcc = FileSegReader.tfmccOffset(known, 0);
        assertEquals(8, tfmcc);
        assertEquals(0x1122, FileSegReader.sendRateCode(known, tfmcc));
        assertEquals(0x3344, FileSegReader.ccSequence(known, tfmcc));
        assertEquals(0x5566, FileSegReader.ccRateCode(known, tfmcc));
        assertEquals(1, FileSegReader.dataLength(known, 0, known.writerIndex()));
    }

    @Test
    void shouldTellWhatIsWrong() {
        assertEquals(Fault.TOO_SHORT, check("09 02 0001 0002 00"));
        assertEquals(Fault.BAD_VALUE, check("0a 02 0001 0002 0003"));
        assertEquals(Fault.BAD_HEADER_LENGTH, check("09 01 0001 0002 0003"));
        assertEquals(Fault.BAD_HEADER_LENGTH, check("09 03 0001 0002 0003 000000"));
        assertEquals(Fault.BAD_FIELD_LENGTH, check("09 03 0001 0002 0003 c8000000"));
        assertEquals(Fault.BAD_FIELD_LENGTH, check("09 03 0001 0002 0003 c8020000 00000000"));
        assertEquals(Fault.BAD_FIELD_LENGTH, check("09 03 0001 0002 0003 02010000"));
        assertNull(check("09 02 0001 0002 0003"), "no data is no fault of the layout");
    }

    @Test
    void shouldNotTakeOthersForFileSegs() {
        assertFalse(FileSegReader.isFileSeg(Unpooled.wrappedBuffer(AnnotatedBytes.parse("50 09 00*13"))));
        assertFalse(FileSegReader.isFileSeg(Unpooled.wrappedBuffer(AnnotatedBytes.parse("50 12 00*20"))));
    }

    @Test
    void shouldMakeNoObjects() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuf slab = Unpooled.wrappedBuffer(new byte[1400]);
        long sum = work(slab, 50_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += work(slab, 50_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, () -> allocated + " bytes for 50,000 FILESEGs");
        assertTrue(sum > 0);
    }

    private static long work(ByteBuf slab, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            FileSegWriter.setHeaders(slab, 0, HEADER, i & 0xFFFF, 1, 2, i & 0xFFFF, 3, 4, 5);
            if (FileSegReader.isFileSeg(slab) && FileSegReader.check(slab, AT, slab.writerIndex()) == null) {
                sum += FileSegReader.block(slab, AT)
                        + FileSegReader.ccSequence(slab, FileSegReader.tfmccOffset(slab, AT))
                        + FileSegReader.dataLength(slab, AT, slab.writerIndex());
            }
        }
        return sum;
    }
}
