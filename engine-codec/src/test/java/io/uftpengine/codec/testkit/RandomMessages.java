package io.uftpengine.codec.testkit;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.FreeSpace;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.extension.UnknownExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.HbReq;
import io.uftpengine.codec.message.HbResp;
import io.uftpengine.codec.message.HeartbeatResult;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random messages of protocol 5, valid and in all shapes that have an encoding. */
public final class RandomMessages {
    private static final int MAX_ENTRIES = 30;
    private static final int MAX_DATA = 1300;
    private static final int MAX_KEY_WORDS = 40;

    private final Random random;

    public RandomMessages(Random random) {
        this.random = random;
    }

    public UftpHeader header(Function function) {
        return new UftpHeader(
                ProtocolVersion.V5, function, u16(), random.nextInt(), random.nextInt(), u8(), u8(), u8());
    }

    public Message message(Function function) {
        return switch (function) {
            case ANNOUNCE -> announce();
            case REGISTER -> new Register(random.nextLong(), bytes(32), key(), ids());
            case CLIENT_KEY -> new ClientKey(key(), key());
            case REG_CONF -> new RegConf(ids());
            case KEYINFO -> keyInfo();
            case KEYINFO_ACK -> new KeyInfoAck(bytes(4 + 4 * random.nextInt(16)));
            case FILEINFO -> fileInfo();
            case FILEINFO_ACK -> new FileInfoAck(u16(), random.nextBoolean(), random.nextLong(), ids());
            case FILESEG -> new FileSeg(u16(), u16(), u16(), extensions(), bytes(random.nextInt(MAX_DATA)));
            case DONE -> new Done(u16(), u16(), ids());
            case STATUS -> new Status(u16(), u16(), extensions(), naks());
            case COMPLETE -> new Complete(u16(), pick(CompletionStatus.values()), extensions(), ids());
            case DONE_CONF -> new DoneConf(ids());
            case HB_REQ -> new HbReq(random.nextInt(), key(), key());
            case HB_RESP -> new HbResp(pick(HeartbeatResult.values()), random.nextInt());
            case KEY_REQ -> throw new IllegalArgumentException("no such message in protocol 5");
            case PROXY_KEY -> new ProxyKey(key(), key(), key());
            case ENCRYPTED -> new EncryptedEnvelope(random.nextLong(), bytes(random.nextInt(MAX_DATA)));
            case ABORT -> new Abort(u8(), random.nextInt(), "x\u00e4\u20ac".repeat(random.nextInt(40)));
            case CONG_CTRL -> congCtrl();
            case CC_ACK -> new CcAck(extensions());
        };
    }

    private Announce announce() {
        boolean ipv6 = random.nextBoolean();
        List<HeaderExtension> extensions = random.nextBoolean()
                ? extensions()
                : List.of(EncInfo.of(random.nextBoolean(), u8(), u8(), bytes(32), key(), key(), key()));
        return new Announce(
                random.nextBoolean(),
                random.nextBoolean(),
                u8(),
                u8(),
                u16(),
                random.nextLong(),
                address(ipv6),
                address(ipv6),
                extensions,
                ids());
    }

    private InetAddress address(boolean ipv6) {
        byte[] address = bytes(ipv6 ? 16 : 4).toArray();
        try {
            return ipv6 ? Inet6Address.getByAddress(null, address, -1) : InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyInfo keyInfo() {
        List<KeyInfo.Entry> entries = new ArrayList<>();
        for (int left = random.nextInt(MAX_ENTRIES); left > 0; left--) {
            entries.add(new KeyInfo.Entry(random.nextInt(), bytes(48)));
        }
        return new KeyInfo(random.nextLong(), key(), entries);
    }

    private FileInfo fileInfo() {
        return new FileInfo(
                u16(),
                pick(FileType.values()),
                random.nextLong() >> 16,
                random.nextLong() >>> 16,
                name(),
                name(),
                random.nextLong(),
                ids());
    }

    /** 0 to 299 bytes, rarely UTF-8. */
    private WireName name() {
        byte[] name = new byte[random.nextInt(300)];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) (1 + random.nextInt(255));
        }
        return WireName.of(name);
    }

    private CongCtrl congCtrl() {
        List<CongCtrl.Item> items = new ArrayList<>();
        for (int left = random.nextInt(MAX_ENTRIES); left > 0; left--) {
            items.add(new CongCtrl.Item(random.nextInt(), u8(), u8()));
        }
        return new CongCtrl(u16(), u16(), random.nextLong(), items);
    }

    private NakBitmap naks() {
        int blocks = 1 + random.nextInt(8 * MAX_DATA);
        NakBitmap naks = NakBitmap.forBlocks(blocks);
        for (int left = random.nextInt(50); left > 0; left--) {
            naks.set(random.nextInt(blocks));
        }
        return naks;
    }

    private List<HeaderExtension> extensions() {
        List<HeaderExtension> extensions = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            extensions.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new TfmccData(u16(), u16(), u16());
                        case 1 -> new TfmccAck(u8(), u16(), u16(), random.nextInt(), random.nextLong());
                        case 2 -> new FreeSpace(random.nextLong());
                        default -> new UnknownExtension(8 + random.nextInt(248), bytes(2 + 4 * random.nextInt(20)));
                    });
        }
        return extensions;
    }

    private IdList ids() {
        int[] ids = new int[random.nextInt(MAX_ENTRIES)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = random.nextInt() | 1;
        }
        return IdList.of(ids);
    }

    private Bytes key() {
        return bytes(4 * random.nextInt(MAX_KEY_WORDS));
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private int u8() {
        return random.nextInt(1 << 8);
    }

    private int u16() {
        return random.nextInt(1 << 16);
    }
}
