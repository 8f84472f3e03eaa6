package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.UftpHeader;
import java.util.function.LongSupplier;

/**
 * Puts the blocks of FILESEGs into their files' staging memory. Nothing of the datagrams outlives the call. A sender has
 * none of these: it takes no blocks.
 */
final class FileSinkHandler extends ChannelInboundHandlerAdapter {
    private final SessionDirectory directory;
    private final LongSupplier clockNs;

    FileSinkHandler(SessionDirectory directory, LongSupplier clockNs) {
        this.directory = directory;
        this.clockNs = clockNs;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        DatagramBatch batch = (DatagramBatch) received;
        long nowNs = clockNs.getAsLong();
        for (int i = 0; i < batch.size(); i++) {
            DatagramPacket packet = batch.get(i);
            if (packet != null) {
                store(packet.content(), batch.second(i), nowNs);
            }
        }
    }

    private void store(ByteBuf content, long second, long nowNs) {
        SessionDriver driver = directory.find(DatagramHeader.groupId(second), DatagramHeader.instance(second));
        if (driver != null && !driver.isOver() && driver.host() instanceof ReceiverHost host) {
            try {
                host.onFileSeg(content, content.readerIndex() + UftpHeader.LENGTH, content.writerIndex(), nowNs);
            } catch (RuntimeException | Error e) {
                driver.fail(e);
            }
        }
    }
}
