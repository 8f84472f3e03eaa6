package io.uftpengine.codec.golden;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.testkit.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The captures among the test resources. */
public final class Captures {
    private Captures() {}

    /** The datagrams of a capture. */
    public static List<byte[]> payloads(String capture) throws IOException {
        return PcapReader.udpPayloads(
                Objects.requireNonNull(Captures.class.getResourceAsStream("/golden/" + capture + ".pcap"), capture));
    }

    /** All messages of one kind, in the order of capture. */
    static <M extends Message> List<M> messages(String capture, Class<M> type) throws IOException, DecodeException {
        List<M> messages = new ArrayList<>();
        for (byte[] payload : payloads(capture)) {
            ByteBuf in = Unpooled.wrappedBuffer(payload);
            UftpHeader header = Wire.V5.decodeHeader(in);
            Message message = Wire.V5.decode(header, in);
            if (type.isInstance(message)) {
                messages.add(type.cast(message));
            }
        }
        return messages;
    }
}
