package io.uftpengine.core.management;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client's side of one connection, without a socket, on a clock of its own. */
final class HttpConversation {
    final EmbeddedChannel channel = new EmbeddedChannel();

    HttpConversation(Pages pages, Connections connections) {
        channel.freezeTime();
        HttpService.addHandlers(channel, pages, connections);
        channel.pipeline().fireChannelActive();
    }

    /** One read of the server's. */
    HttpConversation send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        return this;
    }

    HttpConversation get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** All that has come since the last time. */
    String received() {
        StringBuilder all = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.append(part.toString(StandardCharsets.UTF_8));
            part.release();
        }
        return all.toString();
    }

    /** As {@link #received}, the status line's number; 0 = nothing came. */
    int status() {
        String answer = received();
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
    }

    HttpConversation pass(long milliseconds) {
        channel.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        return this;
    }

    boolean isOpen() {
        return channel.isOpen();
    }
}
