package io.uftpengine.core.management;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * One connection: a request, its answer, the next request. Requests have no bodies. What a client sends before it has its answer is
 * thrown away, and then the connection ends with the answer: nothing is ever queued. Every state has its deadline, which no byte that
 * trickles in or out puts off.
 */
final class RequestHandler extends ChannelInboundHandlerAdapter {
    /** For a whole request, from the connection or from the answer before. */
    static final long REQUEST_MS = 10_000;

    /** For making an answer and its way to the client. */
    static final long ANSWER_MS = 20_000;

    /** For the client to hear that this is the end. */
    static final long FAREWELL_MS = 1_000;

    private static final String ALLOWED = HttpMethod.GET + ", " + HttpMethod.HEAD;
    private static final Page NOT_HTTP = Page.text(HttpResponseStatus.BAD_REQUEST, "not an HTTP/1.1 request");
    private static final Page LINE_TOO_LONG = Page.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "too long a path");
    private static final Page HEADERS_TOO_LONG =
            Page.text(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "too long headers");
    private static final Page READ_ONLY =
            Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "read-only: GET and HEAD, nothing else");
    private static final Page NO_BODIES =
            Page.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "requests have no bodies here");

    private enum State {
        /** Waits for a request. */
        READING,
        /** Makes an answer, or waits for it to leave. */
        ANSWERING,
        /** The last answer has left. */
        ENDING
    }

    private final BiFunction<String, String, CompletableFuture<Page>> pages;
    private final Connections connections;
    private final InboundBudget budget;
    private State state = State.READING;
    private boolean isHead;
    private boolean isLast;
    private boolean answered;
    private boolean inBatch;
    private ScheduledFuture<?> deadline;

    /** @param pages from a request's target and its header Accept, or null, to a page */
    RequestHandler(
            BiFunction<String, String, CompletableFuture<Page>> pages, Connections connections, InboundBudget budget) {
        this.pages = pages;
        this.connections = connections;
        this.budget = budget;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connections.add(ctx.channel());
        setDeadline(ctx, REQUEST_MS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        connections.remove(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        inBatch = true;
        try {
            if (message instanceof HttpRequest request) {
                if (state == State.READING) {
                    begin(ctx, request);
                } else {
                    isLast = true;
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        inBatch = false;
        if (answered) {
            next(ctx);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        state = State.ANSWERING;
        setDeadline(ctx, ANSWER_MS);
        isHead = request.method().equals(HttpMethod.HEAD);
        Page fault = fault(request);
        if (fault != null) {
            isLast = true;
            answer(ctx, fault);
            return;
        }
        isLast = !HttpUtil.isKeepAlive(request);
        CompletableFuture<Page> page =
                pages.apply(request.uri(), request.headers().get(HttpHeaderNames.ACCEPT));
        if (page.isDone()) {
            answer(ctx, page.join());
        } else {
            page.thenAcceptAsync(made -> answer(ctx, made), ctx.executor());
        }
    }

    /** Why it gets no page, or null. */
    private static Page fault(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            if (cause instanceof TooLongHttpLineException) {
                return LINE_TOO_LONG;
            }
            return cause instanceof TooLongHttpHeaderException ? HEADERS_TOO_LONG : NOT_HTTP;
        }
        if (request.protocolVersion().majorVersion() != HttpVersion.HTTP_1_1.majorVersion()) {
            return NOT_HTTP;
        }
        HttpHeaders headers = request.headers();
        boolean isEmpty =
                headers.getAll(HttpHeaderNames.CONTENT_LENGTH).stream().allMatch("0"::equals);
        if (!isEmpty || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return NO_BODIES;
        }
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD) ? null : READ_ONLY;
    }

    private void answer(ChannelHandlerContext ctx, Page page) {
        if (!ctx.channel().isActive()) {
            return;
        }
        connections.sending(ctx.channel(), isHead ? 0 : page.body().length);
        ctx.writeAndFlush(response(page)).addListener((ChannelFutureListener) sent -> {
            connections.sent(ctx.channel());
            onAnswered(ctx, sent);
        });
    }

    private FullHttpResponse response(Page page) {
        ByteBuf body = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(page.body());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), body);
        HttpHeaders headers = response.headers();
        headers.set(
                HttpHeaderNames.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        headers.set(HttpHeaderNames.CONTENT_TYPE, page.contentType());
        headers.setInt(HttpHeaderNames.CONTENT_LENGTH, page.body().length);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        headers.set("x-content-type-options", "nosniff");
        if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            headers.set(HttpHeaderNames.ALLOW, ALLOWED);
        }
        if (isLast) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    private void onAnswered(ChannelHandlerContext ctx, ChannelFuture sent) {
        if (!sent.isSuccess()) {
            ctx.close();
            return;
        }
        connections.served(ctx.channel());
        answered = true;
        if (!inBatch) {
            next(ctx);
        }
    }

    /** An answer has left, and what came together with its request is read. */
    private void next(ChannelHandlerContext ctx) {
        answered = false;
        if (!isLast) {
            state = State.READING;
            budget.renew();
            setDeadline(ctx, REQUEST_MS);
            return;
        }
        state = State.ENDING;
        if (ctx.channel() instanceof DuplexChannel socket) {
            // Closing at once would throw the answer away when the client still sends (RFC 9112, 9.6).
            socket.shutdownOutput();
            setDeadline(ctx, FAREWELL_MS);
        } else {
            ctx.close();
        }
    }

    private void setDeadline(ChannelHandlerContext ctx, long milliseconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = ctx.executor()
                .schedule(
                        () -> {
                            if (state != State.ENDING) {
                                connections.timedOut();
                            }
                            ctx.close();
                        },
                        milliseconds,
                        TimeUnit.MILLISECONDS);
    }

    /** A client that is gone, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
