package io.uftpengine.core.sim;

import io.uftpengine.codec.field.IdList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The receivers as {@link ReferenceSenderModel} knows them. */
final class ReferenceRoster {
    /** How far a receiver is; what is meant depends on the phase. */
    enum Peer {
        MUTE,
        /** Has shown what is asked for, but not yet that it has the keys; encrypted sessions only. */
        REGISTERED,
        ACTIVE,
        HAS_REPORTED,
        DONE,
        FAILED
    }

    /** One receiver. */
    static final class Receiver {
        Peer peer = Peer.MUTE;
        /** Is to be listed in the next REG_CONF or DONE_CONF. */
        boolean confirmationDue;
        /** A REGISTER of it has come. */
        boolean heard;
        /** The key exchange that it takes part in, 0 = none. */
        int exchange;
        /** Has answered the FILEINFO. */
        boolean acknowledged;

        boolean isLive() {
            return peer != Peer.FAILED;
        }

        boolean isUnfinished() {
            return isLive() && peer != Peer.DONE;
        }
    }

    private final Map<Integer, Receiver> receivers = new LinkedHashMap<>();
    private final int listCapacity;

    ReferenceRoster(IdList closedGroup, int blockSize) {
        listCapacity = blockSize / IdList.ID_LENGTH;
        closedGroup.stream().forEach(this::add);
    }

    /** The receiver, which is new if it was not known. */
    Receiver add(int id) {
        return receivers.computeIfAbsent(id, key -> new Receiver());
    }

    /** The receiver or null. */
    Receiver get(int id) {
        return receivers.get(id);
    }

    int size() {
        return receivers.size();
    }

    boolean has(Predicate<Receiver> which) {
        return receivers.values().stream().anyMatch(which);
    }

    /** For all that fit, in the order they were added. */
    void forEach(Predicate<Receiver> which, BiConsumer<Integer, Receiver> what) {
        receivers.forEach((id, receiver) -> {
            if (which.test(receiver)) {
                what.accept(id, receiver);
            }
        });
    }

    /** Moves all that fit to a state. */
    void move(Predicate<Receiver> which, Peer to) {
        forEach(which, (id, receiver) -> receiver.peer = to);
    }

    /** IDs in lists that fit a packet; if there are none, one empty list or nothing. */
    List<IdList> lists(Predicate<Receiver> which, boolean emptyToo) {
        return lists(which, emptyToo, listCapacity);
    }

    /** IDs in lists of at most {@code capacity}. */
    List<IdList> lists(Predicate<Receiver> which, boolean emptyToo, int capacity) {
        int[] ids = receivers.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .mapToInt(Map.Entry::getKey)
                .toArray();
        if (ids.length == 0) {
            return emptyToo ? List.of(IdList.EMPTY) : List.of();
        }
        List<IdList> lists = new ArrayList<>();
        for (int from = 0; from < ids.length; from += capacity) {
            lists.add(IdList.of(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + capacity))));
        }
        return lists;
    }
}
