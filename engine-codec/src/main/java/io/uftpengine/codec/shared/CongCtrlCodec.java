package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.CongCtrl;
import java.util.ArrayList;
import java.util.List;

/**
 * CONG_CTRL (protocol 5.2.20): feedback round, rate, time, items. The reference reads the items at offset 16 whatever the header
 * length says (T13); so they are written there.
 */
public final class CongCtrlCodec implements MessageCodec<CongCtrl> {
    private static final int FIXED = 16;

    private final TimestampField timestamp;

    public CongCtrlCodec(TimestampField timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public CongCtrl decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        body.skipBytes(header);
        int count = MessageHeader.entries(body, CongCtrl.Item.LENGTH);
        List<CongCtrl.Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = body.readerIndex() + i * CongCtrl.Item.LENGTH;
            items.add(new CongCtrl.Item(body.getInt(at), body.getUnsignedByte(at + 4), body.getUnsignedByte(at + 5)));
        }
        return new CongCtrl(
                body.getUnsignedShort(start + 4),
                body.getUnsignedShort(start + 6),
                timestamp.get(body, start + 8),
                items);
    }

    @Override
    public void encode(CongCtrl message, ByteBuf out) {
        int start = MessageHeader.begin(Function.CONG_CTRL, out);
        out.writeShort(0);
        out.writeShort(message.ccSequence());
        out.writeShort(message.rateCode());
        timestamp.write(message.timestampMicros(), out);
        MessageHeader.end(start, out);
        for (CongCtrl.Item item : message.items()) {
            out.writeInt(item.receiverId());
            out.writeByte(item.flags());
            out.writeByte(item.rttCode());
            out.writeShort(0);
        }
    }
}
