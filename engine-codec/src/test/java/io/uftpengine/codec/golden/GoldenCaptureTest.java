package io.uftpengine.codec.golden;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.testkit.Wire;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions of the reference programs 5.0.3: every datagram decodes, and encodes to the same bytes again. How the captures were made
 * is in their README.
 */
class GoldenCaptureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            open-group    | ANNOUNCE 10, REGISTER 1, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 1, FILESEG 6, DONE 2, COMPLETE 2, DONE_CONF 1
            closed-group  | ANNOUNCE 1, REGISTER 3, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 3, FILESEG 6, DONE 2, COMPLETE 6, DONE_CONF 1
            tree          | ANNOUNCE 1, REGISTER 1, REG_CONF 1, FILEINFO 6, FILEINFO_ACK 3, FILESEG 3, DONE 4, COMPLETE 7, DONE_CONF 1
            loss          | ANNOUNCE 1, REGISTER 2, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 2, FILESEG 24, DONE 6, STATUS 3, COMPLETE 4, DONE_CONF 1
            tfmcc         | ANNOUNCE 1, REGISTER 2, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 2, FILESEG 27, DONE 4, STATUS 1, COMPLETE 4, DONE_CONF 1, CONG_CTRL 13, CC_ACK 14
            client-abort  | ANNOUNCE 1, REGISTER 2, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 2, FILESEG 12, DONE 2, COMPLETE 2, DONE_CONF 1, ABORT 2
            sender-abort  | ANNOUNCE 1, REGISTER 1, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 1, FILESEG 7, ABORT 1
            unicast       | ANNOUNCE 1, REGISTER 1, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 1, FILESEG 6, DONE 2, COMPLETE 2, DONE_CONF 1
            ipv6          | ANNOUNCE 1, REGISTER 1, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 1, FILESEG 6, DONE 2, COMPLETE 2, DONE_CONF 1
            sync          | ANNOUNCE 1, REGISTER 1, REG_CONF 1, FILEINFO 4, FILEINFO_ACK 2, FILESEG 4, DONE 3, COMPLETE 5, DONE_CONF 1
            freespace     | ANNOUNCE 1, REGISTER 2, REG_CONF 1, FILEINFO 1, DONE 1, COMPLETE 4, DONE_CONF 1
            encrypted-ec  | ANNOUNCE 1, REGISTER 2, KEYINFO 1, ENCRYPTED 17
            encrypted-rsa | ANNOUNCE 1, REGISTER 1, KEYINFO 1, ENCRYPTED 12
            heartbeat     | HB_REQ 4, HB_RESP 4
            proxy-key     | ANNOUNCE 1, REGISTER 3, REG_CONF 1, KEYINFO 2, PROXY_KEY 1, ENCRYPTED 22
            proxy-clear   | ANNOUNCE 1, REGISTER 3, REG_CONF 1, FILEINFO 1, FILEINFO_ACK 3, FILESEG 12, DONE 4, STATUS 6, COMPLETE 6, DONE_CONF 1, PROXY_KEY 1
            """)
    void shouldDecodeAndEncodeToSameBytes(String capture, String counts) throws Exception {
        Map<Function, Integer> seen = new EnumMap<>(Function.class);
        List<Executable> checks = Captures.payloads(capture).stream()
                .<Executable>map(payload -> () -> {
                    Message message = checkRoundTrip(payload);
                    seen.merge(message.function(), 1, Integer::sum);
                })
                .toList();
        assertAll(capture, checks);
        String found = seen.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        assertEquals(counts, found);
    }

    private static Message checkRoundTrip(byte[] payload) throws DecodeException {
        ByteBuf in = Unpooled.wrappedBuffer(payload);
        UftpHeader header = Wire.V5.decodeHeader(in);
        Message message = Wire.V5.decode(header, in);
        ByteBuf out = Unpooled.buffer();
        Wire.V5.encode(header, message, out);
        assertEquals(ByteBufUtil.hexDump(payload), ByteBufUtil.hexDump(out), () -> header + " " + message);
        return message;
    }
}
