package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.UftpHeader;
import java.util.function.LongSupplier;

/**
 * Puts the block of a FILESEG into its file's staging memory. Nothing of the datagram outlives the call. A sender has
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
        DatagramPacket packet = (DatagramPacket) received;
        try {
            ByteBuf content = packet.content();
            int start = content.readerIndex();
            SessionDriver driver =
                    directory.find(DatagramHeader.groupId(content, start), DatagramHeader.instance(content, start));
            if (driver != null && !driver.isOver() && driver.host() instanceof ReceiverHost host) {
                store(driver, host, content, start);
            }
        } finally {
            packet.release();
        }
    }

    private void store(SessionDriver driver, ReceiverHost host, ByteBuf content, int start) {
        try {
            host.onFileSeg(content, start + UftpHeader.LENGTH, content.writerIndex(), clockNs.getAsLong());
        } catch (RuntimeException | Error e) {
            driver.fail(e);
        }
    }
}
