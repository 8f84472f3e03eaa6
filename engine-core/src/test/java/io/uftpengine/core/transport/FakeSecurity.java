package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;

/**
 * Seals with a checksum in place of a tag and hides nothing, but keeps to the layout. Both sides of a test use one. Peers
 * get keys by AgreeKeys; the sender of the test datagrams has one from the beginning unless it says otherwise.
 */
final class FakeSecurity implements SessionSecurity {
    private static final int TAG = OVERHEAD - HEADER_LENGTH;

    final Set<Integer> known = new HashSet<>();
    final List<Action.KeyAction> begun = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    boolean destroyed;
    boolean exhausted;

    /** Under this counter nothing is let through. */
    long oldestCounter = 1;

    long counter;

    /** What comes of VerifyAnnounce. */
    TaskResult announceAnswer = new TaskResult.AnnounceVerified(Bytes.zeros(32), Bytes.zeros(68), null);

    /** Work begins when this is open. */
    final CountDownLatch gate = new CountDownLatch(1);

    /** How long work takes. */
    volatile long performNs;

    /** Works at once. */
    static FakeSecurity open(int... peers) {
        FakeSecurity security = new FakeSecurity(peers);
        security.gate.countDown();
        return security;
    }

    /** Its work waits for the gate. */
    FakeSecurity(int... peers) {
        for (int peer : peers) {
            known.add(peer);
        }
    }

    @Override
    public Opening open(ByteBuf datagram) {
        int start = datagram.readerIndex();
        int sealedLength = datagram.getUnsignedShort(start + 26);
        if (datagram.getShort(start + 24) < 0 || sealedLength != datagram.readableBytes() - 28) {
            return Opening.MALFORMED;
        } else if (destroyed || !known.contains(datagram.getInt(start + 4))) {
            return Opening.NO_KEYS;
        }
        int end = datagram.writerIndex() - TAG;
        long tag = datagram.getLong(end);
        boolean handshake = tag == tagOf(datagram, start, end, Protection.HANDSHAKE);
        if (!handshake && tag != tagOf(datagram, start, end, Protection.APPLICATION)) {
            return Opening.NOT_AUTHENTIC;
        }
        long value = datagram.getLong(start + UftpHeader.LENGTH);
        if (value < oldestCounter) {
            return Opening.TOO_OLD;
        } else if (!seen.add(value)) {
            return Opening.REPLAYED;
        }
        byte[] header = new byte[UftpHeader.LENGTH];
        datagram.getBytes(start, header);
        datagram.setBytes(start + HEADER_LENGTH, header);
        datagram.setByte(start + HEADER_LENGTH + 1, datagram.getByte(start + 28));
        datagram.setIndex(start + HEADER_LENGTH, end);
        return handshake ? Opening.HANDSHAKE : Opening.APPLICATION;
    }

    @Override
    public int seal(ByteBuf datagram, int start, int messageLength, Protection protection) throws CryptoFailure {
        if (destroyed || exhausted) {
            throw CryptoFailure.of(destroyed ? Reason.DESTROYED : Reason.COUNTER_EXHAUSTED);
        }
        datagram.setByte(start + 1, Function.ENCRYPTED.code());
        datagram.setLong(start + UftpHeader.LENGTH, ++counter);
        datagram.setShort(start + 24, 0);
        datagram.setShort(start + 26, messageLength + TAG);
        int end = start + 28 + messageLength;
        datagram.setLong(end, tagOf(datagram, start, end, protection));
        datagram.setLong(end + Long.BYTES, 0);
        return end + TAG - start;
    }

    private static long tagOf(ByteBuf datagram, int start, int end, Protection protection) {
        CRC32 sum = new CRC32();
        sum.update(protection.ordinal());
        for (int i = start; i < end; i++) {
            sum.update(datagram.getByte(i));
        }
        return sum.getValue();
    }

    @Override
    public KeyWork begin(Action.KeyAction action) {
        begun.add(action);
        return new KeyWork() {
            @Override
            public void perform() {
                awaitGate();
                long sinceNs = System.nanoTime();
                while (System.nanoTime() - sinceNs < performNs) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public Result complete() {
                if (action instanceof Action.AgreeKeys agree) {
                    known.add(agree.receiverId());
                    return new Result(new TaskResult.ReceiverKeyed(agree.receiverId(), agree.exchange()), null, null);
                } else if (action instanceof Action.VerifyAnnounce) {
                    return new Result(announceAnswer, null, null);
                } else if (action instanceof Action.SendSigned send) {
                    return new Result(null, new byte[] {1, 2, 3}, send.destination());
                }
                return Result.NOTHING;
            }
        };
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        destroyed = true;
    }
}
