package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.CongCtrl.Item;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Who is listed in a CONG_CTRL: first the current limiting receiver, then those whose round-trip time was measured since they were listed, then
 * others in turn (wire facts 9.1). The reference lists as many others as fit; here they are a few, for they learn nothing new, and with hundreds of
 * receivers the messages would cost more than a slow session's blocks.
 */
final class CongCtrlItems {
    /** Most of those with news, and most of the others. */
    static final int MAX_NEWS = 64;

    static final int MAX_OTHERS = 16;

    private final Participants participants;
    private final int capacity;
    private final Queue<Participant> news = new ArrayDeque<>();
    private int next;
    /** Of the message that is being made. */
    private long number;

    /** @param capacity items that fit */
    CongCtrlItems(Participants participants, int capacity) {
        this.participants = participants;
        this.capacity = capacity;
    }

    /** Its round-trip time was measured. */
    void add(Participant participant) {
        if (!participant.hasRttNews) {
            participant.hasRttNews = true;
            news.add(participant);
        }
    }

    /** @param clr the current limiting receiver, or null */
    List<Item> next(Participant clr, boolean isSlowStart) {
        number++;
        int start = isSlowStart ? TfmccAck.FLAG_START : 0;
        List<Item> items = new ArrayList<>();
        if (clr != null) {
            items.add(item(clr, TfmccAck.FLAG_CLR | start));
        }
        for (int i = 0; i < MAX_NEWS && items.size() < capacity && !news.isEmpty(); i++) {
            Participant participant = news.remove();
            participant.hasRttNews = false;
            add(participant, clr, start, items);
        }
        List<Participant> all = participants.all();
        for (int i = 0; i < Math.min(MAX_OTHERS, all.size()) && items.size() < capacity; i++) {
            add(all.get(next++ % all.size()), clr, start, items);
        }
        next %= Math.max(1, all.size());
        return items;
    }

    private void add(Participant participant, Participant clr, int flags, List<Item> items) {
        if (participant != clr && participant.step == FileStep.RECEIVING && participant.listedInCongCtrl != number) {
            participant.listedInCongCtrl = number;
            items.add(item(participant, flags));
        }
    }

    private static Item item(Participant participant, int flags) {
        boolean known = participant.rttNs() > 0;
        return new Item(
                participant.id(),
                known ? flags | TfmccAck.FLAG_RTT : flags,
                known ? QuantizedRtt.encodeNanos(participant.rttNs()) : 0);
    }
}
