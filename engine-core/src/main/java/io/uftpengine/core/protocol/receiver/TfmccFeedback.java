package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.field.QuantizedRate;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.core.protocol.cc.PacketSize;
import io.uftpengine.core.protocol.cc.TfmccEquation;
import java.util.List;

/**
 * TCP-friendly multicast congestion control at a receiver (RFC 4654; wire facts 9.2): works out which rate the losses that it sees allow, and tells
 * the sender: with each CONG_CTRL if it limits the rate, else once a feedback round at most, and only if its rate is low enough to matter; and with
 * each STATUS.
 *
 * <p>Deliberate deviations from the reference: the first round-trip time counts whole instead of a tenth; of several CONG_CTRLs that were read at once
 * only the last is answered, for the others have waited here and not on the way; the limiting receiver goes on answering while its file is being put in
 * its place. Packets that say CE would be losses, but no socket of ours hands that on, and so none of our senders marks its packets as ECN-capable.
 */
final class TfmccFeedback {
    private static final double CLR_OLD_SHARE = 0.9;
    private static final double OLD_SHARE = 0.5;
    private static final int SLOW_START_FACTOR = 2;
    private static final int UDP_HEADER = 8;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int IPV4_LENGTH = 4;
    private static final int NO_ROUND = -1;

    private final int uniqueId;
    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    /** The IP packet with a whole block. */
    private final int packetBytes;

    private final int ipHeaders;
    /** From the first packet after the registration; before it, numbers are missing that were not for us. */
    private LossHistory losses;

    private final ReceiveRate received;
    private final SenderTimestamp timestamp;
    private final FeedbackTimer timer;

    private long rttNs;
    private boolean isClr;
    private boolean owesAnswer;
    private int round = NO_ROUND;
    private double roundRate;
    private long suppressionRate = QuantizedRate.UNLIMITED;
    private int suppressionCode = QuantizedRate.encode(QuantizedRate.UNLIMITED);
    private long nowNs;

    TfmccFeedback(
            UftpHeader header,
            Announce announce,
            int uniqueId,
            AdvertisedGrtt grtt,
            ReceiverOutbox outbox,
            boolean isEncrypted,
            long nowNs) {
        this.uniqueId = uniqueId;
        this.grtt = grtt;
        this.outbox = outbox;
        this.nowNs = nowNs;
        PacketSize size = PacketSize.to(announce.privateAddress()).withTfmcc();
        packetBytes = (isEncrypted ? size.sealed() : size).ofBlock(announce.blockSize());
        boolean isIpv4 = announce.privateAddress().getAddress().length == IPV4_LENGTH;
        ipHeaders = UDP_HEADER + (isIpv4 ? IPV4_HEADER : IPV6_HEADER);
        received = new ReceiveRate(nowNs);
        timestamp = new SenderTimestamp(announce.timestampMicros(), nowNs);
        timer = new FeedbackTimer((long) header.groupId() << Integer.SIZE ^ uniqueId & 0xFFFFFFFFL);
    }

    /** Every packet of the session whose header was accepted, once the registration is confirmed. */
    void onPacket(int sequence, int datagramLength, boolean isBlock, long arrivedNs) {
        nowNs = arrivedNs;
        received.onPacket(datagramLength + ipHeaders, isBlock, grtt.ns(), arrivedNs);
        if (losses == null) {
            losses = new LossHistory(sequence, this::firstInterval, arrivedNs);
        } else {
            losses.onPacket(sequence, grtt.ns(), arrivedNs);
        }
    }

    /** What a block's extension carries. */
    void onStamp(long stamp, long arrivedNs) {
        nowNs = arrivedNs;
        onRound(TfmccStamp.ccSequence(stamp), TfmccStamp.ccRateCode(stamp));
    }

    /** There was no room for a block. */
    void onRefused(long arrivedNs) {
        nowNs = arrivedNs;
        if (losses != null) {
            losses.onRefused(grtt.ns(), arrivedNs);
        }
    }

    /** The sender's clock said so. */
    void onTimestamp(long micros, long arrivedNs) {
        timestamp.set(micros, arrivedNs);
    }

    /** @param isReceiving whether a file is under way, so that there is something to say */
    void onCongCtrl(CongCtrl control, boolean isReceiving, long arrivedNs) {
        nowNs = arrivedNs;
        timestamp.set(control.timestampMicros(), arrivedNs);
        isClr = false;
        for (CongCtrl.Item item : control.items()) {
            if (item.receiverId() == uniqueId) {
                isClr = (item.flags() & TfmccAck.FLAG_CLR) != 0;
                if ((item.flags() & TfmccAck.FLAG_RTT) != 0) {
                    onRtt(QuantizedRtt.decodeNanos(item.rttCode()));
                }
                break;
            }
        }
        if (isReceiving) {
            owesAnswer = isClr;
            onRound(control.ccSequence(), control.rateCode());
        }
    }

    private void onRtt(long sampleNs) {
        double old = isClr ? CLR_OLD_SHARE : OLD_SHARE;
        rttNs = rttNs == 0 ? sampleNs : (long) (old * rttNs + (1 - old) * sampleNs);
    }

    private void onRound(int sequence, int rateCode) {
        if (sequence == round && rateCode == suppressionCode) {
            return;
        }
        boolean isNew = round == NO_ROUND || (short) (sequence - round) > 0;
        if (!isNew && sequence != round) {
            return;
        }
        suppressionCode = rateCode;
        suppressionRate = QuantizedRate.decode(rateCode);
        if (isNew) {
            round = sequence;
            roundRate = rate();
            timer.stop();
            if (!isClr) {
                timer.start(grtt.groupSize(), grtt.ns(), nowNs);
            }
        }
        if (timer.isRunning() && isSuppressed()) {
            timer.stop();
        }
    }

    private boolean isSuppressed() {
        return grtt.ns() > rttNs && (suppressionRate < roundRate || suppressionRate < rate());
    }

    /** The rate that what is seen here allows, bytes a second. */
    private double rate() {
        double p = lossEventRate();
        return p == 0
                ? SLOW_START_FACTOR * received.bytesPerSecond(ReceiveRate.WINDOW_GRTTS, grtt.ns(), nowNs)
                : TfmccEquation.rate(packetBytes, knownRttNs(), p);
    }

    private long knownRttNs() {
        return rttNs == 0 ? grtt.ns() : rttNs;
    }

    private double firstInterval(long lostNs) {
        double size = received.packetBytes(grtt.ns(), nowNs);
        return TfmccEquation.interval(
                received.bytesPerSecond(1, grtt.ns(), nowNs),
                knownRttNs(),
                size == 0 ? packetBytes : (int) Math.max(1, size));
    }

    /** @param isReceiving whether a file is under way */
    void onTimeout(boolean isReceiving, long newNowNs) {
        nowNs = newNowNs;
        if (timer.isDue(newNowNs)) {
            timer.stop();
            if (isReceiving && !isSuppressed()) {
                answer();
            }
        }
    }

    /** The host has handed in all that it had read. */
    void onBatchEnd() {
        if (owesAnswer) {
            owesAnswer = false;
            answer();
        }
    }

    private void answer() {
        outbox.send(new CcAck(List.of(extension())));
    }

    /** What a STATUS carries; it answers the round as well. */
    TfmccAck statusExtension() {
        timer.stop();
        return extension();
    }

    private TfmccAck extension() {
        int flags = (rttNs > 0 ? TfmccAck.FLAG_RTT : 0) | (lossEventRate() == 0 ? TfmccAck.FLAG_START : 0);
        return new TfmccAck(
                flags,
                round == NO_ROUND ? 0 : round,
                QuantizedRate.encode(Math.max(1, (long) rate())),
                uniqueId,
                timestamp.echo(nowNs));
    }

    long deadlineNs() {
        return timer.deadlineNs();
    }

    /** Loss events per packet, 0 when nothing was lost. */
    double lossEventRate() {
        return losses == null ? 0 : losses.lossEventRate();
    }
}
