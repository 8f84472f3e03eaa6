package io.uftpengine.core.security;

import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.crypto.keystore.SenderList;
import io.uftpengine.crypto.signature.Fingerprint;

/**
 * A receiver's {@code -S} list and {@code -E}. The list may be replaced while sessions come in, by any thread; sessions that
 * were admitted stay.
 */
public final class ListedSenders implements SenderTrust {
    private final boolean requireEncryption;
    private volatile SenderList list;

    /**
     * The list as it is first.
     *
     * @param list null = anybody
     * @param requireEncryption sessions in the clear are refused, whoever's they are
     */
    public ListedSenders(SenderList list, boolean requireEncryption) {
        this.list = list;
        this.requireEncryption = requireEncryption;
    }

    /** Another list counts from the next ANNOUNCE on; null = anybody. */
    public void replace(SenderList newList) {
        list = newList;
    }

    @Override
    public String objection(int senderId, EncInfo offer) {
        SenderList now = list;
        if (now != null) {
            SenderList.Entry entry = now.find(senderId).orElse(null);
            String objection = entry == null ? "the sender is not listed" : objection(entry, offer);
            if (objection != null) {
                return objection;
            }
        }
        return requireEncryption && offer == null ? "encryption is required, but the session is in the clear" : null;
    }

    private static String objection(SenderList.Entry entry, EncInfo offer) {
        if (entry.proxyId() != 0) {
            return String.format(
                    "the sender is listed behind proxy 0x%08X; proxies are not supported by this version",
                    entry.proxyId());
        }
        Fingerprint listed = entry.fingerprint().orElse(null);
        if (listed == null) {
            return null;
        }
        if (offer == null) {
            return "the sender is listed with a fingerprint, but its session is in the clear";
        }
        return listed.matches(offer.keyBlob().toArray())
                ? null
                : "the sender's key does not have the fingerprint that it is listed with";
    }
}
