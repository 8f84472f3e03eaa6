package io.uftpengine.core.security;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.uftpengine.crypto.packet.OpenerPool;

/** The keys of all receivers of a sender's session, by ID. Used by the session's event loop. */
final class ReceiverKeyTable {
    /** The protocol's own limit of receivers (wire facts 14). */
    static final int MAX_RECEIVERS = 100_000;

    private final IntObjectMap<ReceiverKeys> byId = new IntObjectHashMap<>();
    private final OpenerPool openers = new OpenerPool();

    /** The keys with that receiver, or null. */
    ReceiverKeys find(int receiverId) {
        return byId.get(receiverId);
    }

    /** The keys with that receiver, none at first; null when there are too many receivers. */
    ReceiverKeys findOrAdd(int receiverId) {
        ReceiverKeys keys = byId.get(receiverId);
        if (keys == null && byId.size() < MAX_RECEIVERS) {
            keys = new ReceiverKeys();
            byId.put(receiverId, keys);
        }
        return keys;
    }

    OpenerPool openers() {
        return openers;
    }

    void remove(int receiverId) {
        ReceiverKeys keys = byId.remove(receiverId);
        if (keys != null) {
            keys.destroy();
        }
    }

    int size() {
        return byId.size();
    }

    void destroy() {
        byId.values().forEach(ReceiverKeys::destroy);
        byId.clear();
    }
}
