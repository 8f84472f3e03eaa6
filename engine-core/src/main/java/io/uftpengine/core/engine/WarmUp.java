package io.uftpengine.core.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderSession;
import io.uftpengine.core.security.EncryptionSettings;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.ReceiverSecurity;
import io.uftpengine.core.security.ReceiverTrust;
import io.uftpengine.core.security.SenderSecurity;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.ReceiverWarmUp;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.packet.AeadPacketOpener;
import io.uftpengine.crypto.packet.AeadPacketSealer;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;

/**
 * Plays one whole session of one block in memory, once per process: the first ANNOUNCE and REGISTER of a process
 * otherwise wait for a few hundred classes to be loaded, and the round-trip time measured by them paces the session. With
 * encryption it is many more: first round-trip time of two fresh processes on lo, median of four on a busy machine, 63 ms
 * without the encrypted one, 12 ms with it.
 */
final class WarmUp {
    /** Steps of virtual time; such a session takes fewer than a hundred. */
    private static final int MAX_STEPS = 500;

    private static final int BLOCK_SIZE = 512;
    private static final int SENDER_ID = 1;
    private static final int RECEIVER_ID = 2;
    private static final int GROUP_ID = 1;
    private static final long GRTT_NS = 10_000_000;
    private static final InetSocketAddress SENDER_ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final InetSocketAddress RECEIVER_ADDRESS =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    private static final AtomicBoolean CLEAR_DONE = new AtomicBoolean();
    private static final AtomicBoolean ENCRYPTED_DONE = new AtomicBoolean();
    private static final AtomicBoolean RECEIVER_BEGUN = new AtomicBoolean();

    /** The real thing: a receiver that warms up meanwhile would be in its way, and so would be others on the same machine. */
    private static final AtomicBoolean SESSION_CAME = new AtomicBoolean();

    private static final CompletableFuture<Void> RECEIVER_DONE = new CompletableFuture<>();
    private static final AtomicBoolean SEALING_DONE = new AtomicBoolean();

    /**
     * With {@code -Duftp.engine.warm-up=false} nothing is compiled ahead, in the background: one to two seconds of a processor are
     * more than a process needs for everything else when it lives for one session of a few megabytes.
     */
    private static final boolean COMPILES_AHEAD = !"false".equalsIgnoreCase(System.getProperty("uftp.engine.warm-up"));

    private static final int CIPHER_BLOCKS = 20_000;
    private static final int CIPHER_BLOCK_BYTES = 1300;

    /**
     * Lengths of other messages, each for one block in {@value #OTHER_EVERY}: what the compiler has not seen it leaves out, and a message
     * of another shape then takes the whole cipher back to where a packet takes fifty times as long, in the middle of a session.
     */
    private static final int[] OTHER_BYTES = {4, 12, 16, 24, 37, 64, 100, 203, 600, 1299, 1304, 8800};

    private static final int OTHER_EVERY = 8;

    private final WireFormat format = WireFormats.of(ProtocolProfile.PROTOCOL_5.version());
    private final SenderSession sender;

    /** Both null when the session is in the clear. */
    private final SessionSecurity senderSecurity;

    private final SessionSecurity receiverSecurity;
    private ReceiverSession receiver;
    private long nowNs;

    /** @param settings null = in the clear */
    private WarmUp(EncryptionSettings settings) {
        SenderSecurity made = settings == null
                ? null
                : SenderSecurity.create(settings, GROUP_ID, 0, SENDER_ID, ReceiverTrust.ANYBODY);
        senderSecurity = made;
        receiverSecurity = settings == null ? null : new ReceiverSecurity(RECEIVER_ID, settings::key);
        InetAddress none = InetAddress.getLoopbackAddress();
        sender = new SenderSession(
                new SenderParameters(
                        SENDER_ID,
                        GROUP_ID,
                        0,
                        none,
                        none,
                        BLOCK_SIZE,
                        20,
                        GRTT_NS,
                        GRTT_NS,
                        GRTT_NS,
                        SenderParameters.UNLIMITED_RATE,
                        IdList.of(RECEIVER_ID),
                        10,
                        false,
                        0,
                        made == null ? null : made.offer(),
                        null,
                        SenderParameters.UNREGULATED),
                nowNs);
    }

    /**
     * The first call in a process takes some tens of milliseconds, the first one with encryption more; others nothing. Never
     * fails.
     *
     * @param settings of the session to come; null = in the clear
     */
    static void run(EncryptionSettings settings) {
        if ((settings == null ? CLEAR_DONE : ENCRYPTED_DONE).compareAndSet(false, true)) {
            WarmUp warmUp = null;
            try {
                warmUp = new WarmUp(settings);
                warmUp.play();
            } catch (RuntimeException | DecodeException | CryptoFailure e) {
                LogManager.getLogger(WarmUp.class).debug("warm-up failed", e);
            } finally {
                if (warmUp != null) {
                    warmUp.destroyKeys();
                }
            }
        }
    }

    /** For whatever encrypted session may come. */
    static void runEncrypted() {
        if (!ENCRYPTED_DONE.get()) {
            SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
            run(new EncryptionSettings(CipherSuite.AES_256_GCM, HashAlgorithm.SHA256, EcCurve.SECP256R1, key, true));
            key.destroy();
        }
    }

    /** The data path of a receiver, see {@link ReceiverWarmUp}; once per process, on a thread of its own, for nobody waits for it. */
    static void runReceiverInBackground() {
        if (!COMPILES_AHEAD) {
            RECEIVER_DONE.complete(null);
        } else if (RECEIVER_BEGUN.compareAndSet(false, true)) {
            inBackground(() -> {
                try {
                    ReceiverWarmUp.run(SESSION_CAME::get);
                    if (!SESSION_CAME.get()) {
                        runCiphers();
                    }
                } finally {
                    RECEIVER_DONE.complete(null);
                }
            });
        }
    }

    /** A receiver of this process has a session: what is not warm by now stays cold. */
    static void onSession() {
        SESSION_CAME.set(true);
    }

    /** Completes when {@link #runReceiverInBackground} has done its work. */
    static CompletableFuture<Void> ofReceivers() {
        return RECEIVER_DONE;
    }

    /**
     * Seals nothing of importance, on a thread of its own, while a sender starts: the JDK's AES uses the processor's instructions
     * only once it is compiled, and until then a packet takes fifty times as long. Where there is one processor only it would just
     * be in the way.
     */
    static void sealInBackground(CipherSuite suite) {
        if (COMPILES_AHEAD
                && Runtime.getRuntime().availableProcessors() > 1
                && SEALING_DONE.compareAndSet(false, true)) {
            inBackground(() -> seal(suite));
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "uftp-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void seal(CipherSuite suite) {
        TrafficKeys keys = new TrafficKeys(
                suite,
                SecretBytes.owning(new byte[suite.keyLength()]),
                SecretBytes.owning(new byte[CipherSuite.NONCE_LENGTH]));
        AeadPacketSealer sealer = new AeadPacketSealer(keys);
        AeadPacketOpener opener = new AeadPacketOpener(keys);
        int aadLength = UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH;
        int longest = OTHER_BYTES[OTHER_BYTES.length - 1];
        ByteBuf block = Unpooled.directBuffer().writeZero(aadLength + longest + CipherSuite.TAG_LENGTH);
        try {
            for (int i = 1; i <= CIPHER_BLOCKS; i++) {
                sealer.seal(block, 0, aadLength, aadLength, bytesOf(i), i);
                opener.open(block, 0, aadLength, aadLength, bytesOf(i) + CipherSuite.TAG_LENGTH, i);
            }
        } catch (CryptoFailure e) {
            LogManager.getLogger(WarmUp.class).debug("warm-up of the cipher failed", e);
        } finally {
            block.release();
            sealer.destroy();
            opener.destroy();
            keys.destroy();
        }
    }

    /** How long the i-th message is that warms up a cipher. */
    private static int bytesOf(int i) {
        return i % OTHER_EVERY == 0 ? OTHER_BYTES[i / OTHER_EVERY % OTHER_BYTES.length] : CIPHER_BLOCK_BYTES;
    }

    /** The default cipher, until it is compiled: the intrinsics of the JDK's AES come with that only. */
    private static void runCiphers() {
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        WarmUp warmUp = new WarmUp(
                new EncryptionSettings(CipherSuite.AES_256_GCM, HashAlgorithm.SHA256, EcCurve.SECP256R1, key, false));
        try {
            warmUp.play();
            for (int i = 0; i < CIPHER_BLOCKS; i++) {
                warmUp.sealAndOpenABlock(bytesOf(i));
            }
        } catch (RuntimeException | DecodeException | CryptoFailure e) {
            LogManager.getLogger(WarmUp.class).debug("warm-up of ciphers failed", e);
        } finally {
            warmUp.destroyKeys();
            key.destroy();
        }
    }

    /** Whether the session came to its end; for the test. */
    static boolean reachesTheEnd(EncryptionSettings settings) throws DecodeException, CryptoFailure {
        WarmUp warmUp = new WarmUp(settings);
        warmUp.play();
        warmUp.destroyKeys();
        return warmUp.sender.isTerminated() && warmUp.receiver.isTerminated();
    }

    private void destroyKeys() {
        if (senderSecurity != null) {
            senderSecurity.destroy();
            receiverSecurity.destroy();
        }
    }

    private void play() throws DecodeException, CryptoFailure {
        for (int step = 0; step < MAX_STEPS && !sender.isTerminated(); step++) {
            drain(sender, senderSecurity, SENDER_ADDRESS);
            sender.pollTransmit(nowNs, 1, (seq, grtt, size, fileId, section, block, offset, length, stamp) -> {
                Protection protection = sealAndOpenABlock(length);
                receiver.onHeader(
                        Function.FILESEG.code(), protection, seq, SENDER_ID, grtt, size, length, SENDER_ADDRESS, nowNs);
                receiver.claimBlock(fileId, section, block, length, nowNs);
            });
            if (receiver != null) {
                drain(receiver, receiverSecurity, RECEIVER_ADDRESS);
                receiver.onTimeout(nowNs);
            }
            sender.onTimeout(nowNs);
            nowNs += GRTT_NS / 4;
        }
    }

    private Protection sealAndOpenABlock(int length) {
        if (senderSecurity == null) {
            return Protection.CLEAR;
        }
        UftpHeader header = new UftpHeader(format.version(), Function.FILESEG, 0, SENDER_ID, GROUP_ID, 0, 0, 0);
        int message = UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH;
        ByteBuf block = Unpooled.directBuffer();
        try {
            block.writeZero(message + FileSegWriter.MESSAGE_LENGTH + length + SessionSecurity.OVERHEAD);
            FileSegWriter.setHeaders(block, 0, header, 0, 1, 0, 0);
            FileSegWriter.setMessage(block, message, 1, 0, 0);
            block.writerIndex(
                    senderSecurity.seal(block, 0, FileSegWriter.MESSAGE_LENGTH + length, Protection.APPLICATION));
            receiverSecurity.open(block);
        } catch (CryptoFailure e) {
            throw new IllegalStateException(e);
        } finally {
            block.release();
        }
        return Protection.APPLICATION;
    }

    private void drain(ProtocolMachine machine, SessionSecurity security, InetSocketAddress from)
            throws DecodeException, CryptoFailure {
        for (Action action = machine.pollAction(); action != null; action = machine.pollAction()) {
            if (action instanceof Action.Send send) {
                deliver(encoded(send, security), from);
            } else {
                TaskResult answer =
                        action instanceof Action.KeyAction work ? answerTo(work, security, from) : answerTo(action);
                if (answer != null) {
                    machine.onTaskResult(answer, nowNs);
                }
            }
        }
        while (machine.pollEvent() != null) {
            continue;
        }
    }

    private TaskResult answerTo(Action.KeyAction action, SessionSecurity security, InetSocketAddress from)
            throws DecodeException, CryptoFailure {
        KeyWork work = security.begin(action);
        work.perform();
        KeyWork.Result result = work.complete();
        if (result.datagram() != null) {
            deliver(Unpooled.wrappedBuffer(result.datagram()), from);
        }
        return result.answer();
    }

    private static TaskResult answerTo(Action action) {
        if (action instanceof Action.OpenSource open) {
            return open.fileId() == 1
                    ? new TaskResult.SourceOpened(1, FileType.REGULAR, "f", "", BLOCK_SIZE, 1)
                    : new TaskResult.SourcesExhausted(open.fileId());
        } else if (action instanceof Action.ReadBlocks read) {
            return new TaskResult.BlocksReady(read.fileId(), read.firstBlock(), read.count());
        } else if (action instanceof Action.CloseSource close) {
            return new TaskResult.SourceClosed(close.fileId(), null);
        } else if (action instanceof Action.OpenFile open) {
            return new TaskResult.FileOpened(
                    open.fileId(), TaskResult.OpenOutcome.RECEIVE, CompletionStatus.NORMAL, -1, "");
        } else if (action instanceof Action.CommitFile commit) {
            return new TaskResult.FileCommitted(commit.fileId(), CompletionStatus.NORMAL);
        }
        return null;
    }

    private ByteBuf encoded(Action.Send send, SessionSecurity security) throws CryptoFailure {
        ByteBuf clear = Unpooled.buffer();
        format.encode(send.header(), send.message(), clear);
        if (send.protection() == Protection.CLEAR) {
            return clear;
        }
        int messageLength = clear.readableBytes() - UftpHeader.LENGTH;
        ByteBuf sealed = Unpooled.buffer();
        sealed.writeBytes(clear, UftpHeader.LENGTH).writeZero(SessionSecurity.HEADER_LENGTH);
        sealed.writeBytes(clear).writeZero(SessionSecurity.OVERHEAD - SessionSecurity.HEADER_LENGTH);
        return sealed.writerIndex(security.seal(sealed, 0, messageLength, send.protection()));
    }

    private void deliver(ByteBuf datagram, InetSocketAddress from) throws DecodeException {
        boolean toReceiver = from.equals(SENDER_ADDRESS);
        int length = datagram.readableBytes();
        Protection protection = Protection.CLEAR;
        if (datagram.getByte(datagram.readerIndex() + 1) == Function.ENCRYPTED.code()) {
            SessionSecurity.Opening opening = (toReceiver ? receiverSecurity : senderSecurity).open(datagram);
            if (!opening.isAuthentic()) {
                return;
            }
            protection = opening == SessionSecurity.Opening.HANDSHAKE ? Protection.HANDSHAKE : Protection.APPLICATION;
        }
        Bytes whole = Bytes.read(datagram.duplicate(), datagram.readableBytes());
        UftpHeader header = format.decodeHeader(datagram);
        Bytes raw = protection == Protection.CLEAR ? whole : Bytes.read(datagram.duplicate(), datagram.readableBytes());
        Inbound inbound = new Inbound(header, format.decode(header, datagram), from, protection, raw);
        ProtocolMachine to = toReceiver ? receiver : sender;
        if (to == null) {
            receiver = new ReceiverSession(new ReceiverParameters(RECEIVER_ID, 0, SenderTrust.ANYBODY), inbound, nowNs);
        } else if (to.onHeader(
                        header.function().code(),
                        protection,
                        header.sequence(),
                        header.sourceId(),
                        header.grttCode(),
                        header.groupSizeCode(),
                        length,
                        from,
                        nowNs)
                == null) {
            to.onMessage(inbound, nowNs);
        }
    }
}
