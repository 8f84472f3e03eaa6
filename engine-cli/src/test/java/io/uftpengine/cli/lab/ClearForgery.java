package io.uftpengine.cli.lab;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages in the clear that fit into an encrypted session in every ID and number, and were never meant by their supposed author. */
final class ClearForgery {
    /** The file that they offer. */
    static final String FILE_NAME = "forged";

    private static final byte VERSION_5 = 0x50;
    private static final int GRTT_OF_HOURS = 0xFF;
    private static final int FILE_SIZE = 2_600;
    private static final int BLOCKS = 160;

    private ClearForgery() {}

    /** In the sender's name, following its genuine datagram. */
    static Map<String, byte[]> ofSender(byte[] genuine, int receiver) {
        IdList list = IdList.of(receiver);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("clear FILEINFO", datagram(genuine, fileInfo(1, list), GRTT_OF_HOURS));
        all.put("clear second FILEINFO", datagram(genuine, fileInfo(2, list), GRTT_OF_HOURS));
        all.put(
                "clear FILESEG",
                datagram(genuine, new FileSeg(1, 0, 1, List.of(), Bytes.of(new byte[FILE_SIZE / 2])), GRTT_OF_HOURS));
        all.put("clear DONE of file", datagram(genuine, new Done(1, 0, list), GRTT_OF_HOURS));
        all.put("clear DONE of session", datagram(genuine, new Done(0, 0, list), GRTT_OF_HOURS));
        all.put("clear DONE_CONF", datagram(genuine, new DoneConf(list), GRTT_OF_HOURS));
        all.put("clear REG_CONF", datagram(genuine, new RegConf(list), GRTT_OF_HOURS));
        all.put("clear ABORT", datagram(genuine, new Abort(0, receiver, "forged"), GRTT_OF_HOURS));
        all.put("clear ABORT to all", datagram(genuine, new Abort(0, 0, "forged"), GRTT_OF_HOURS));
        return all;
    }

    /** In a receiver's name, following its genuine datagram. */
    static Map<String, byte[]> ofReceiver(byte[] genuine, int sender) {
        NakBitmap naks = NakBitmap.forBlocks(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            naks.set(i);
        }
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("clear STATUS", datagram(genuine, new Status(1, 0, List.of(), naks), 0));
        all.put(
                "clear COMPLETE",
                datagram(genuine, new Complete(1, CompletionStatus.NORMAL, List.of(), IdList.EMPTY), 0));
        all.put(
                "clear COMPLETE of session",
                datagram(genuine, new Complete(0, CompletionStatus.NORMAL, List.of(), IdList.EMPTY), 0));
        all.put("clear FILEINFO_ACK", datagram(genuine, new FileInfoAck(1, false, 0, IdList.EMPTY), 0));
        all.put("clear KEYINFO_ACK", datagram(genuine, new KeyInfoAck(Bytes.of(new byte[32])), 0));
        all.put("clear ABORT", datagram(genuine, new Abort(0, sender, "forged"), 0));
        return all;
    }

    /** A REGISTER with somebody else's key. */
    static byte[] register(byte[] genuine, int source, byte[] ecdhBlob, Random random) {
        byte[] bytes = new byte[Register.RANDOM_LENGTH];
        random.nextBytes(bytes);
        byte[] datagram = datagram(
                genuine,
                new Register(System.currentTimeMillis() * 1_000, Bytes.of(bytes), Bytes.of(ecdhBlob), IdList.EMPTY),
                0);
        ByteBuffer.wrap(datagram).putInt(4, source);
        return datagram;
    }

    private static FileInfo fileInfo(int fileId, IdList list) {
        return new FileInfo(
                fileId,
                FileType.REGULAR,
                1,
                FILE_SIZE,
                WireName.of(FILE_NAME),
                WireName.of(""),
                System.currentTimeMillis() * 1_000,
                list);
    }

    /** Group, instance and source of the genuine one, the sequence number after it. */
    private static byte[] datagram(byte[] genuine, Message message, int grtt) {
        WireFormat format = WireFormats.forVersionByte(VERSION_5);
        ByteBuffer in = ByteBuffer.wrap(genuine);
        UftpHeader header = new UftpHeader(
                format.version(),
                message.function(),
                in.getShort(2) + 1 & 0xFFFF,
                in.getInt(4),
                in.getInt(8),
                genuine[12] & 0xFF,
                grtt,
                0);
        ByteBuf out = Unpooled.buffer();
        format.encode(header, message, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
