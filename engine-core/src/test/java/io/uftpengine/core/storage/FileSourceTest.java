package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private static final int BLOCK = 512;
    private static final int GAP = 24;
    private static final int STRIDE = BLOCK + GAP;

    @TempDir
    Path base;

    private Path file;
    private byte[] content;

    @BeforeEach
    void makeFile() throws IOException {
        file = base.resolve("source");
        content = new byte[100 * BLOCK + 7];
        new Random(1).nextBytes(content);
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
    }

    @Test
    void shouldReadBlocksBehindGapsAndLeaveTheGapsAlone() throws IOException {
        for (ByteBuf slab : new ByteBuf[] {Unpooled.buffer(101 * STRIDE), Unpooled.directBuffer(101 * STRIDE)}) {
            try (FileSource source = FileSource.open(file, false)) {
                slab.setBytes(0, filled(slab.capacity()));
                assertEquals(
                        content.length - 3 * BLOCK,
                        source.readBlocks(3, 98, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0));
                for (int i = 0; i < 98; i++) {
                    byte[] gap = ByteBufUtil.getBytes(slab, i * STRIDE, GAP);
                    assertArrayEquals(filled(GAP), gap);
                    int length = i == 97 ? 7 : BLOCK;
                    byte[] expected = java.util.Arrays.copyOfRange(content, (3 + i) * BLOCK, (3 + i) * BLOCK + length);
                    assertArrayEquals(expected, ByteBufUtil.getBytes(slab, i * STRIDE + GAP, length));
                }
                // Behind the short last block nothing is touched.
                assertArrayEquals(filled(20), ByteBufUtil.getBytes(slab, 97 * STRIDE + GAP + 7, 20));
                assertEquals(Optional.empty(), source.verifyUnchanged());
            } finally {
                slab.release();
            }
        }
    }

    @Test
    void shouldReadInAnyOrderAndAgain() throws IOException {
        ByteBuf slab = Unpooled.directBuffer(STRIDE * 2);
        try (FileSource source = FileSource.open(file, false)) {
            for (int block : new int[] {50, 0, 99, 98, 50}) {
                source.readBlocks(block, 1, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0);
                assertEquals(content[block * BLOCK], slab.getByte(GAP));
                assertEquals(content[block * BLOCK + BLOCK - 1], slab.getByte(GAP + BLOCK - 1));
            }
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> source.readBlocks(101, 1, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> source.readBlocks(100, 2, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> source.readBlocks(-1, 1, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0));
        } finally {
            slab.release();
        }
    }

    @Test
    void shouldReadRunsToTheirPlacesInOneSlab() throws IOException {
        ByteBuf slab = Unpooled.directBuffer(STRIDE * 5);
        ByteBuffer[] places = SlabPlaces.in(slab, GAP, BLOCK);
        try (FileSource source = FileSource.open(file, false)) {
            source.readBlocks(90, 2, BLOCK, places, 0);
            source.readBlocks(7, 1, BLOCK, places, 2);
            assertEquals(BLOCK + 7, source.readBlocks(99, 2, BLOCK, places, 3));
            int[] blocks = {90, 91, 7, 99, 100};
            for (int i = 0; i < blocks.length; i++) {
                assertEquals(content[blocks[i] * BLOCK], slab.getByte(i * STRIDE + GAP));
            }
        } finally {
            slab.release();
        }
    }

    @Test
    void shouldReadFarBeyondFourGigabytes() throws IOException {
        long size = (5L << 30) + 1;
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
            sparse.seek(size - 1);
            sparse.write('!');
        }
        ByteBuf slab = Unpooled.buffer(STRIDE);
        try (FileSource source = FileSource.open(file, false)) {
            assertEquals(1, source.readBlocks((5L << 30) / BLOCK, 1, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0));
            assertEquals('!', slab.getByte(GAP));
        } finally {
            slab.release();
        }
    }

    @Test
    void shouldNoticeAFileThatShrinks() throws IOException {
        try (FileSource source = FileSource.open(file, false);
                RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
            other.setLength(BLOCK + 10);
            ByteBuffer[] places = {ByteBuffer.allocate(BLOCK), ByteBuffer.allocate(BLOCK)};
            SourceChangedException e =
                    assertThrows(SourceChangedException.class, () -> source.readBlocks(0, 2, BLOCK, places, 0));
            assertTrue(e.getMessage().contains("522 bytes"), e.getMessage());
            assertTrue(FileSource.explain(file, e).startsWith("cannot read '" + file + "': it was cut short"));
            assertTrue(source.verifyUnchanged().orElseThrow().contains("size changed from 51207 to 522"));
        }
    }

    @Test
    void shouldNoticeAFileThatGrows() throws IOException {
        try (FileSource source = FileSource.open(file, false)) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
            assertTrue(source.verifyUnchanged().orElseThrow().contains("size changed"));
        }
    }

    @Test
    void shouldNoticeAFileThatIsOverwritten() throws IOException {
        try (FileSource source = FileSource.open(file, false)) {
            Files.write(file, new byte[1], StandardOpenOption.WRITE);
            assertTrue(source.verifyUnchanged().orElseThrow().contains("modified"));
        }
    }

    @Test
    void shouldNoticeATimeThatDiffersByLessThanASecond() throws IOException {
        try (FileSource source = FileSource.open(file, false)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_124L));
            assertTrue(source.verifyUnchanged().isPresent());
        }
    }

    @Test
    void shouldNoticeAFileThatIsReplacedByOneThatLooksTheSame() throws IOException {
        try (FileSource source = FileSource.open(file, false)) {
            Path other = base.resolve("other");
            Files.copy(file, other, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            assertEquals(
                    "it was replaced by another file", source.verifyUnchanged().orElseThrow());
        }
    }

    @Test
    void shouldNoticeAFileThatIsRemoved() throws IOException {
        try (FileSource source = FileSource.open(file, false)) {
            Files.delete(file);
            assertTrue(source.verifyUnchanged().orElseThrow().contains("no such file"));
        }
    }

    @Test
    void shouldNotTakeReadingForAChange() throws IOException {
        try (FileSource source = FileSource.open(file, false)) {
            Files.readAllBytes(file);
            Files.createLink(base.resolve("hard"), file);
            assertEquals(Optional.empty(), source.verifyUnchanged());
        }
    }

    @Test
    void shouldOpenALinkOnlyWhenTold() throws IOException {
        Path link = Files.createSymbolicLink(base.resolve("link"), file);
        assertThrows(IOException.class, () -> FileSource.open(link, false));
        try (FileSource source = FileSource.open(link, true)) {
            assertEquals(content.length, source.size());
        }
    }

    @Test
    void shouldNotOpenWhatIsNoRegularFile() {
        assertThrows(IOException.class, () -> FileSource.open(base, false));
        IOException e = assertThrows(IOException.class, () -> FileSource.open(base.resolve("none"), false));
        assertEquals(
                "cannot read '" + base.resolve("none") + "': no such file or directory; send it again when it is there",
                FileSource.explain(base.resolve("none"), e));
        assertThrows(IOException.class, () -> FileSource.open(Path.of("/dev/zero"), false));
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 0x55);
        return bytes;
    }
}
