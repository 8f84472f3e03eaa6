package io.uftpengine.cli.lab;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedGroupSize;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What our codec reads in a datagram, under the names that {@code tshark} gives to the same fields.
 *
 * <p>Values are Long, Double, Instant or String; a field that the message does not have is not in the map.
 */
final class DecodedFields {
    /** Every field that is compared. */
    static final List<String> NAMES = List.of(
            "uftp5.version",
            "uftp5.func",
            "uftp5.seq",
            "uftp5.src_id",
            "uftp5.group_id",
            "uftp5.group_inst",
            "uftp5.grtt",
            "uftp5.gsize",
            "uftp5.dest",
            "uftp5.announce.flags.sync",
            "uftp5.announce.flags.syncpreview",
            "uftp5.announce.flags.ipv6",
            "uftp5.announce.robust",
            "uftp5.announce.cc_type",
            "uftp5.announce.blocksize",
            "uftp5.announce.tstamp",
            "uftp5.announce.publicmcast.ipv4",
            "uftp5.announce.publicmcast.ipv6",
            "uftp5.announce.privatemcast.ipv4",
            "uftp5.announce.privatemcast.ipv6",
            "uftp5.encinfo.flags.client_auth",
            "uftp5.encinfo.keytype",
            "uftp5.encinfo.hashtype",
            "uftp5.encinfo.keylen",
            "uftp5.encinfo.dhlen",
            "uftp5.encinfo.siglen",
            "uftp5.encinfo.rand1",
            "uftp5.encinfo.sig",
            "uftp5.register.dhlen",
            "uftp5.register.tstamp",
            "uftp5.register.rand2",
            "uftp5.register.dhkey",
            "uftp5.keyinfo.siglen",
            "uftp5.keyinfo.ivctr",
            "uftp5.keyinfo.sig",
            "uftp5.keyinfo.destid",
            "uftp5.keyinfo.groupmaster",
            "uftp5.encrypted.ivctr",
            "uftp5.encrypted.payload_len",
            "uftp5.encrypted.payload",
            "uftp5.fileinfo.file_id",
            "uftp5.fileinfo.ftype",
            "uftp5.fileinfo.fsize",
            "uftp5.fileinfo.ftstamp",
            "uftp5.fileinfo.name",
            "uftp5.fileinfo.link",
            "uftp5.fileinfo.tstamp",
            "uftp5.fileinfoack.file_id",
            "uftp5.fileinfoack.flags.partial",
            "uftp5.fileinfoack.tstamp",
            "uftp5.fileseg.file_id",
            "uftp5.fileseg.section",
            "uftp5.fileseg.sec_block",
            "uftp5.fileseg.data",
            "uftp5.done.file_id",
            "uftp5.done.section",
            "uftp5.status.file_id",
            "uftp5.status.section",
            "uftp5.status.naks",
            "uftp5.tfmccdata.cc_seq",
            "uftp5.tfmccack.flags.clr",
            "uftp5.tfmccack.flags.rtt",
            "uftp5.tfmccack.flags.start",
            "uftp5.tfmccack.cc_seq",
            "uftp5.tfmccack.client_id",
            "uftp5.tfmccack.tstamp",
            "uftp5.congctrl.cc_seq",
            "uftp5.congctrl.tstamp",
            "uftp5.congctrl.item.destid",
            "uftp5.complete.file_id",
            "uftp5.complete.status",
            "uftp5.abort.flags.curfile",
            "uftp5.abort.clientid",
            "uftp5.abort.message");

    private final Map<String, Object> values = new LinkedHashMap<>();

    private DecodedFields() {}

    /** Decodes one datagram with our codec. */
    static Map<String, Object> of(byte[] datagram) throws DecodeException {
        WireFormat format = datagram.length == 0 ? null : WireFormats.forVersionByte(datagram[0]);
        if (format == null) {
            throw DecodeException.of(DecodeException.Fault.BAD_VERSION);
        }
        ByteBuf in = Unpooled.wrappedBuffer(datagram);
        UftpHeader header = format.decodeHeader(in);
        DecodedFields fields = new DecodedFields();
        fields.header(header);
        fields.message(format.decode(header, in));
        return fields.values;
    }

    private void header(UftpHeader header) {
        number("version", header.version().wireByte() & 0xFF);
        number("func", header.function().code());
        number("seq", header.sequence());
        number("src_id", Integer.toUnsignedLong(header.sourceId()));
        number("group_id", Integer.toUnsignedLong(header.groupId()));
        number("group_inst", header.instance());
        values.put("uftp5.grtt", QuantizedRtt.decodeSeconds(header.grttCode()));
        number("gsize", QuantizedGroupSize.decode(header.groupSizeCode()));
    }

    private void message(Message message) {
        if (message instanceof Announce announce) {
            announce(announce);
        } else if (message instanceof Register register) {
            number("register.dhlen", register.keyMaterial().length());
            time("register.tstamp", register.echoedMicros());
            values.put("uftp5.register.rand2", hex(register.random()));
            if (!register.keyMaterial().isEmpty()) {
                values.put("uftp5.register.dhkey", hex(register.keyMaterial()));
            }
            list(register.receivers());
        } else if (message instanceof RegConf regConf) {
            list(regConf.receivers());
        } else if (message instanceof KeyInfo keyInfo) {
            keyInfo(keyInfo);
        } else if (message instanceof EncryptedEnvelope envelope) {
            number("encrypted.ivctr", envelope.counter());
            number("encrypted.payload_len", envelope.payload().length());
            values.put("uftp5.encrypted.payload", hex(envelope.payload()));
        } else if (message instanceof FileInfo fileInfo) {
            fileInfo(fileInfo);
        } else if (message instanceof FileInfoAck ack) {
            number("fileinfoack.file_id", ack.fileId());
            flag("fileinfoack.flags.partial", ack.partial());
            time("fileinfoack.tstamp", ack.echoedMicros());
            list(ack.receivers());
        } else if (message instanceof FileSeg segment) {
            number("fileseg.file_id", segment.fileId());
            number("fileseg.section", segment.section());
            number("fileseg.sec_block", segment.block());
            values.put("uftp5.fileseg.data", hex(segment.data()));
            tfmcc(segment.extensions());
        } else if (message instanceof Done done) {
            number("done.file_id", done.fileId());
            number("done.section", done.section());
            list(done.receivers());
        } else if (message instanceof Status status) {
            status(status);
        } else if (message instanceof CongCtrl control) {
            congCtrl(control);
        } else if (message instanceof CcAck ack) {
            tfmcc(ack.extensions());
        } else if (message instanceof Complete complete) {
            number("complete.file_id", complete.fileId());
            number("complete.status", complete.status().code());
            list(complete.receivers());
        } else if (message instanceof DoneConf doneConf) {
            list(doneConf.receivers());
        } else if (message instanceof Abort abort) {
            flag("abort.flags.curfile", (abort.flags() & Abort.FLAG_CURRENT_FILE) != 0);
            number("abort.clientid", Integer.toUnsignedLong(abort.hostId()));
            values.put("uftp5.abort.message", abort.message());
        } else {
            throw new IllegalArgumentException("no field names for " + message);
        }
    }

    private void announce(Announce announce) {
        boolean ipv6 = announce.publicAddress() instanceof Inet6Address;
        flag("announce.flags.sync", announce.syncMode());
        flag("announce.flags.syncpreview", announce.syncPreview());
        flag("announce.flags.ipv6", ipv6);
        number("announce.robust", announce.robust());
        number("announce.cc_type", announce.ccType());
        number("announce.blocksize", announce.blockSize());
        time("announce.tstamp", announce.timestampMicros());
        String family = ipv6 ? ".ipv6" : ".ipv4";
        values.put("uftp5.announce.publicmcast" + family, address(announce.publicAddress()));
        values.put("uftp5.announce.privatemcast" + family, address(announce.privateAddress()));
        announce.extensions().forEach(extension -> {
            if (extension instanceof EncInfo encInfo) {
                encInfo(encInfo);
            }
        });
        list(announce.receivers());
    }

    private void encInfo(EncInfo encInfo) {
        flag("encinfo.flags.client_auth", encInfo.clientAuth());
        number("encinfo.keytype", encInfo.cipher());
        number("encinfo.hashtype", encInfo.hash());
        number("encinfo.keylen", encInfo.keyBlob().length());
        number("encinfo.dhlen", encInfo.ecdhBlob().length());
        number("encinfo.siglen", encInfo.signature().length());
        values.put("uftp5.encinfo.rand1", hex(encInfo.random()));
        values.put("uftp5.encinfo.sig", hex(encInfo.signature()));
    }

    private void keyInfo(KeyInfo keyInfo) {
        number("keyinfo.siglen", keyInfo.signature().length());
        number("keyinfo.ivctr", keyInfo.counter());
        values.put("uftp5.keyinfo.sig", hex(keyInfo.signature()));
        values.put("uftp5.keyinfo.destid", joined(keyInfo, entry -> String.format("0x%08x", entry.receiverId())));
        values.put("uftp5.keyinfo.groupmaster", joined(keyInfo, entry -> hex(entry.sealedGroupMaster())));
    }

    private static String joined(KeyInfo keyInfo, Function<KeyInfo.Entry, String> part) {
        return keyInfo.entries().stream().map(part).collect(Collectors.joining("|"));
    }

    private void fileInfo(FileInfo info) {
        number("fileinfo.file_id", info.fileId());
        number("fileinfo.ftype", info.type().code());
        number("fileinfo.fsize", info.size());
        values.put("uftp5.fileinfo.ftstamp", Instant.ofEpochSecond(info.modifiedSeconds()));
        values.put("uftp5.fileinfo.name", ascii(info.name().toArray()));
        if (!info.link().isEmpty()) {
            values.put("uftp5.fileinfo.link", ascii(info.link().toArray()));
        }
        time("fileinfo.tstamp", info.timestampMicros());
        list(info.receivers());
    }

    private void congCtrl(CongCtrl control) {
        number("congctrl.cc_seq", control.ccSequence());
        time("congctrl.tstamp", control.timestampMicros());
        if (!control.items().isEmpty()) {
            values.put(
                    "uftp5.congctrl.item.destid",
                    control.items().stream()
                            .map(item -> String.format("0x%08x", item.receiverId()))
                            .collect(Collectors.joining("|")));
        }
    }

    /** But for the rates, which the dissector takes into 32 bits. */
    private void tfmcc(List<HeaderExtension> extensions) {
        extensions.forEach(extension -> {
            if (extension instanceof TfmccData data) {
                number("tfmccdata.cc_seq", data.ccSequence());
            } else if (extension instanceof TfmccAck ack) {
                flag("tfmccack.flags.clr", (ack.flags() & TfmccAck.FLAG_CLR) != 0);
                flag("tfmccack.flags.rtt", (ack.flags() & TfmccAck.FLAG_RTT) != 0);
                flag("tfmccack.flags.start", (ack.flags() & TfmccAck.FLAG_START) != 0);
                number("tfmccack.cc_seq", ack.ccSequence());
                number("tfmccack.client_id", Integer.toUnsignedLong(ack.receiverId()));
                time("tfmccack.tstamp", ack.echoedMicros());
            }
        });
    }

    private void status(Status status) {
        tfmcc(status.extensions());
        number("status.file_id", status.fileId());
        number("status.section", status.section());
        ByteBuf naks = Unpooled.buffer();
        status.naks().writeTo(naks);
        byte[] map = new byte[naks.readableBytes()];
        naks.readBytes(map);
        values.put("uftp5.status.naks", hex(map));
    }

    private void list(IdList ids) {
        if (!ids.isEmpty()) {
            values.put(
                    "uftp5.dest",
                    ids.stream().mapToObj(id -> String.format("0x%08x", id)).collect(Collectors.joining("|")));
        }
    }

    private void number(String name, long value) {
        values.put("uftp5." + name, value);
    }

    private void flag(String name, boolean value) {
        number(name, value ? 1 : 0);
    }

    private void time(String name, long micros) {
        values.put("uftp5." + name, Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** Text as {@code tshark} shows it: names are ASCII to it, and every other byte is a replacement character. */
    private static String ascii(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b < 0 ? '\uFFFD' : (char) b);
        }
        return text.toString();
    }

    private static String address(InetAddress address) {
        return address.getHostAddress();
    }

    private static String hex(Bytes bytes) {
        return hex(bytes.toArray());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
