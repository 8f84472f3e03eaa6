package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipeline of an encrypted session around a machine that only writes down, with keys that only pretend. */
class SealedPipelineTest {
    private static final int PEER = Datagrams.SENDER;

    private final TransportCounters counters = new TransportCounters();
    private final RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(SealedPipelineTest.class));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final KeyThreads threads = new KeyThreads();
    private final DatagramWriter writer = new DatagramWriter(channel, counters, log);
    private final SingleSession directory = new SingleSession(counters);
    private final ScriptedMachine machine = new ScriptedMachine();
    private final ScriptedHost host = new ScriptedHost();
    private final FakeSecurity security = new FakeSecurity(PEER);
    private final FakeSecurity peer = new FakeSecurity(PEER);
    private final SessionKeys keys = new SessionKeys(security, threads, channel.eventLoop(), counters, () -> nowNs());
    private final SessionDriver driver =
            new SessionDriver(machine, host, keys, writer, channel.eventLoop(), () -> nowNs());
    private long nowNs = 1;

    SealedPipelineTest() {
        directory.set(Datagrams.GROUP, 0, driver);
        channel.pipeline()
                .addLast(
                        new DatagramCodecHandler(counters),
                        new DecryptHandler(directory, counters, log, this::nowNs),
                        new SessionDispatchHandler(directory, writer, this::nowNs),
                        new FaultHandler(counters, log));
    }

    private long nowNs() {
        return nowNs;
    }

    @AfterEach
    void close() {
        driver.drop();
        security.gate.countDown();
        threads.close();
        assertTrue(security.destroyed, "no key outlives its session");
        assertEquals(0, keys.heldDatagrams());
        channel.checkException();
        assertEquals(0, counters.get(Counter.HANDLER_FAULTS));
        channel.finishAndReleaseAll();
    }

    private DatagramPacket sealed(int sequence, Message message, Protection protection) throws Exception {
        return Datagrams.packet(sealedBytes(sequence, message, protection));
    }

    private ByteBuf sealedBytes(int sequence, Message message, Protection protection) throws Exception {
        ByteBuf clear = Datagrams.bytes(Datagrams.GROUP, sequence, message);
        byte[] bytes = ByteBufUtil.getBytes(clear);
        ByteBuf out = clear.clear().writeBytes(bytes, 0, UftpHeader.LENGTH).writeZero(FakeSecurity.HEADER_LENGTH);
        out.writeBytes(bytes, UftpHeader.LENGTH, bytes.length - UftpHeader.LENGTH)
                .writeZero(16);
        int length = peer.seal(out, 0, bytes.length - UftpHeader.LENGTH, protection);
        assertEquals(out.readableBytes(), length);
        return out;
    }

    private static Register register() {
        return new Register(5, Bytes.zeros(32), Bytes.zeros(68), IdList.EMPTY);
    }

    private static ClientKey clientKey() {
        return new ClientKey(Bytes.zeros(68), Bytes.zeros(68));
    }

    @Test
    void shouldOpenAControlMessage() throws Exception {
        DatagramPacket packet = sealed(7, Datagrams.regConf(), Protection.APPLICATION);
        int length = packet.content().readableBytes();
        channel.writeInbound(packet);
        Inbound in = machine.messages.get(0);
        assertEquals(Datagrams.regConf(), in.message());
        assertEquals(Protection.APPLICATION, in.protection());
        assertEquals(Function.REG_CONF, in.header().function());
        assertEquals(Bytes.EMPTY, in.raw());
        assertEquals(
                List.of(new ScriptedMachine.Seen(Function.REG_CONF.code(), Protection.APPLICATION, 7, length)),
                machine.headers);
        assertEquals(0, packet.refCnt());
    }

    @Test
    void shouldKeepTheBytesOfAClientKey() throws Exception {
        channel.writeInbound(sealed(1, clientKey(), Protection.HANDSHAKE));
        Inbound in = machine.messages.get(0);
        ByteBuf message = channel.alloc().buffer();
        WireFormats.of(ProtocolVersion.V5).encodeInner(clientKey(), message);
        assertEquals(Bytes.read(message, message.readableBytes()), in.raw());
        message.release();
        assertEquals(Protection.HANDSHAKE, in.protection());
    }

    @Test
    void shouldPassASealedFileSegOnAsThePacketItIs() throws Exception {
        // It would release what no handler before it has taken.
        channel.pipeline().remove(FaultHandler.class);
        channel.pipeline().addLast(new BatchOpener());
        byte[] data = {1, 2, 3, 4, 5};
        DatagramPacket packet = sealed(9, Datagrams.fileSeg(1, 2, 3, data), Protection.APPLICATION);
        int length = packet.content().readableBytes();
        channel.writeInbound(packet);
        assertSame(packet, channel.readInbound());
        assertEquals(
                Datagrams.bytes(Datagrams.GROUP, 9, Datagrams.fileSeg(1, 2, 3, data)),
                packet.content(),
                "it looks as if it had come in the clear");
        assertEquals(
                List.of(new ScriptedMachine.Seen(Function.FILESEG.code(), Protection.APPLICATION, 9, length)),
                machine.headers);
        packet.release();
    }

    @Test
    void shouldHandBlocksOnInTheOrderInWhichTheyCameWithMessages() throws Exception {
        channel.pipeline().fireChannelRead(sealed(1, Datagrams.fileSeg(1, 0, 0, new byte[5]), Protection.APPLICATION));
        channel.pipeline().fireChannelRead(sealed(2, new Done(1, 0, IdList.EMPTY), Protection.APPLICATION));
        channel.pipeline().fireChannelRead(sealed(3, Datagrams.fileSeg(1, 0, 1, new byte[5]), Protection.APPLICATION));
        assertEquals(List.of(), machine.headers, "not before the read is complete");
        channel.pipeline().fireChannelReadComplete();
        assertEquals(
                List.of(1, 2, 3),
                machine.headers.stream().map(ScriptedMachine.Seen::sequence).toList());
    }

    @Test
    void shouldDropAFileSegInTheClearOrUnderAHandshakeKey() throws Exception {
        DatagramPacket clear = Datagrams.packet(3, Datagrams.fileSeg(1, 0, 0, new byte[10]));
        channel.writeInbound(clear);
        assertEquals(1, counters.get(Counter.DROPPED_UNAUTHENTICATED));
        channel.writeInbound(sealed(3, Datagrams.fileSeg(1, 0, 0, new byte[10]), Protection.HANDSHAKE));
        assertEquals(2, counters.get(Counter.DROPPED_UNAUTHENTICATED));
        assertEquals(List.of(), machine.headers, "the machine never heard of them");
        assertNull(channel.readInbound());
        assertEquals(0, clear.refCnt());
    }

    @Test
    void shouldLetTheMachineJudgeWhatElseIsInTheClear() {
        machine.verdictOnClear = DropReason.UNAUTHENTICATED;
        channel.writeInbound(Datagrams.packet(3, new Abort(0, 0, "forged")));
        assertEquals(1, counters.get(Counter.DROPPED_UNAUTHENTICATED));
        assertEquals(List.of(), machine.messages);
        machine.verdictOnClear = null;
        channel.writeInbound(Datagrams.packet(4, register()));
        assertEquals(List.of(Register.class), machine.messageTypes());
        assertEquals(Protection.CLEAR, machine.messages.get(0).protection());
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_AUTHENTIC, DROPPED_UNAUTHENTICATED",
        "REPLAYED, DROPPED_REPLAY",
        "TOO_OLD, DROPPED_LATE",
        "NO_KEYS, DROPPED_ENCRYPTED",
        "MALFORMED, DROPPED_BAD_FIELD_LENGTH",
        "OTHER_SESSION, DROPPED_UNKNOWN_SESSION",
        "OVER, DROPPED_SESSION_OVER",
        "TWICE, DROPPED_UNKNOWN_FUNCTION"
    })
    void shouldCountWhyNothingIsLetThrough(String what, Counter counter) throws Exception {
        ByteBuf bytes = sealedBytes(1, Datagrams.regConf(), Protection.APPLICATION);
        switch (what) {
            case "NOT_AUTHENTIC" -> bytes.setByte(30, bytes.getByte(30) ^ 1);
            case "REPLAYED" -> channel.writeInbound(Datagrams.packet(bytes.copy()));
            case "TOO_OLD" -> security.oldestCounter = 100;
            case "NO_KEYS" -> security.known.clear();
            case "MALFORMED" -> bytes.setShort(26, 99);
            case "OTHER_SESSION" -> bytes.setInt(8, 99);
            case "OVER" -> driver.drop();
            case "TWICE" -> {
                byte[] once = ByteBufUtil.getBytes(bytes);
                bytes.clear().writeBytes(once, 0, UftpHeader.LENGTH).writeZero(FakeSecurity.HEADER_LENGTH);
                bytes.writeBytes(once, UftpHeader.LENGTH, once.length - UftpHeader.LENGTH)
                        .writeZero(16);
                bytes.setByte(28, Function.ENCRYPTED.code());
                peer.seal(bytes, 0, once.length - UftpHeader.LENGTH, Protection.APPLICATION);
            }
            default -> throw new AssertionError(what);
        }
        int before = machine.messages.size();
        channel.writeInbound(Datagrams.packet(bytes));
        assertEquals(1, counters.get(counter), counter.name());
        assertEquals(before, machine.messages.size());
        assertEquals(0, bytes.refCnt());
    }

    /** An ABORT that answers a forged ANNOUNCE of another instance is none of this one. */
    @Test
    void shouldDropWhatBelongsToAnotherInstance() {
        ByteBuf ours = Datagrams.bytes(Datagrams.GROUP, 3, Datagrams.regConf());
        ByteBuf others = ours.copy().setByte(12, 1);
        channel.writeInbound(Datagrams.packet(others));
        assertEquals(1, counters.get(Counter.DROPPED_UNKNOWN_SESSION));
        assertEquals(List.of(), machine.headers);
        channel.writeInbound(Datagrams.packet(ours));
        assertEquals(1, counters.get(Counter.DROPPED_UNKNOWN_SESSION));
        assertEquals(1, machine.headers.size());
    }

    @Test
    void shouldDropWhatIsSealedInASessionInTheClear() throws Exception {
        ScriptedMachine other = new ScriptedMachine();
        directory.set(
                Datagrams.GROUP,
                0,
                new SessionDriver(other, new ScriptedHost(), null, writer, channel.eventLoop(), this::nowNs));
        channel.writeInbound(sealed(1, Datagrams.regConf(), Protection.APPLICATION));
        assertEquals(1, counters.get(Counter.DROPPED_ENCRYPTED));
        assertEquals(List.of(), other.headers);
        directory.set(Datagrams.GROUP, 0, driver);
    }

    @Test
    void shouldHoldAClientKeyOfTheSameBatchUntilKeysAreAgreed() throws Exception {
        security.known.clear();
        machine.onMessage = in -> {
            if (in.message() instanceof Register) {
                machine.actions.add(new Action.AgreeKeys(PEER, 1, Bytes.zeros(32), Bytes.zeros(68)));
            }
        };
        channel.writeInbound(Datagrams.packet(1, register()), sealed(2, clientKey(), Protection.HANDSHAKE));
        assertEquals(1, keys.heldDatagrams());
        assertEquals(1, counters.get(Counter.DATAGRAMS_HELD));
        assertEquals(List.of(Register.class), machine.messageTypes());
        security.gate.countDown();
        runUntil(() -> machine.messages.size() == 2);
        assertEquals(List.of(new TaskResult.ReceiverKeyed(PEER, 1)), machine.results, "first the keys");
        assertEquals(List.of(Register.class, ClientKey.class), machine.messageTypes());
        assertEquals(0, keys.heldDatagrams());
        assertEquals(0, counters.get(Counter.DROPPED_ENCRYPTED));
    }

    @Test
    void shouldHoldFewAndOnlyOfWhomKeysAreAgreedWith() throws Exception {
        security.known.clear();
        // Never performed: the threads are closed.
        threads.close();
        machine.onMessage = in -> machine.actions.add(new Action.AgreeKeys(PEER, 1, Bytes.zeros(32), Bytes.zeros(68)));
        channel.writeInbound(sealed(1, clientKey(), Protection.HANDSHAKE));
        assertEquals(1, counters.get(Counter.DROPPED_ENCRYPTED), "nothing is under way yet");
        channel.writeInbound(Datagrams.packet(1, register()));
        for (int i = 0; i < 10; i++) {
            channel.writeInbound(sealed(2 + i, clientKey(), Protection.HANDSHAKE));
        }
        assertEquals(HeldDatagrams.MAX_PER_PEER, keys.heldDatagrams());
        assertEquals(1 + 10 - HeldDatagrams.MAX_PER_PEER, counters.get(Counter.DROPPED_ENCRYPTED));
        nowNs += HeldDatagrams.MAX_AGE_NS + 1;
        channel.writeInbound(sealed(20, clientKey(), Protection.HANDSHAKE));
        assertEquals(1, keys.heldDatagrams(), "the old ones are gone");
    }

    private void runUntil(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> {
                    channel.runPendingTasks();
                    return condition.call();
                });
    }

    @Test
    void shouldSealWhatTheMachineSends() throws Exception {
        Done done = new Done(1, 0, IdList.of(1, 2, 3));
        machine.actions.add(send(done, Protection.APPLICATION));
        driver.pumpAndFlush();
        DatagramPacket packet = channel.readOutbound();
        ByteBuf content = packet.content();
        assertEquals(Function.ENCRYPTED, Datagrams.functionOf(content));
        ByteBuf clear = Datagrams.bytes(Datagrams.GROUP, 4, done);
        assertEquals(clear.readableBytes() + FakeSecurity.OVERHEAD, content.readableBytes());
        assertEquals(FakeSecurity.Opening.APPLICATION, peer.open(content));
        assertEquals(clear, content);
        packet.release();
    }

    @Test
    void shouldSendNothingAndEndWhenItCannotSeal() {
        security.exhausted = true;
        machine.actions.add(send(new Done(1, 0, IdList.of(1)), Protection.APPLICATION));
        machine.actions.add(send(new Done(2, 0, IdList.of(1)), Protection.APPLICATION));
        driver.pumpAndFlush();
        assertNull(channel.readOutbound());
        assertTrue(driver.isOver());
        assertEquals(1, host.ends.size());
        Throwable why = assertInstanceOf(SealingFailedException.class, host.ends.get(0));
        assertTrue(why.getMessage().contains("packet counter exhausted"), why.getMessage());
    }

    @Test
    void shouldSendWhatKeyWorkComesTo() {
        security.gate.countDown();
        machine.actions.add(
                new Action.SendSigned(header(Function.ANNOUNCE), Datagrams.announce(), new Action.PublicGroup()));
        driver.pumpAndFlush();
        runUntil(() -> !channel.outboundMessages().isEmpty());
        DatagramPacket packet = channel.readOutbound();
        assertEquals("010203", ByteBufUtil.hexDump(packet.content()));
        packet.release();
        assertEquals(List.of(), machine.results);
        assertEquals(1, counters.get(Counter.KEY_WORK));
    }

    @Test
    void shouldEndOverKeyWorkInASessionInTheClear() {
        ScriptedHost clearHost = new ScriptedHost();
        ScriptedMachine clear = new ScriptedMachine();
        clear.actions.add(new Action.DropKeys(1));
        SessionDriver inTheClear = new SessionDriver(clear, clearHost, null, writer, channel.eventLoop(), this::nowNs);
        inTheClear.pumpAndFlush();
        assertTrue(inTheClear.isOver());
        clear = new ScriptedMachine();
        clear.actions.add(send(new RegConf(IdList.of(1)), Protection.APPLICATION));
        inTheClear = new SessionDriver(clear, clearHost, null, writer, channel.eventLoop(), this::nowNs);
        inTheClear.pumpAndFlush();
        assertTrue(inTheClear.isOver());
        assertNull(channel.readOutbound());
        assertFalse(driver.isOver());
    }

    private static UftpHeader header(Function function) {
        return new UftpHeader(ProtocolVersion.V5, function, 4, Datagrams.SENDER, Datagrams.GROUP, 0, 106, 0);
    }

    private static Action.Send send(Message message, Protection protection) {
        return new Action.Send(header(message.function()), message, new Action.PrivateGroup(), protection);
    }
}
