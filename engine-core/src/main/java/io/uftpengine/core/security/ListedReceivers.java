package io.uftpengine.core.security;

import io.uftpengine.crypto.signature.Fingerprint;
import java.util.Map;

/**
 * The keys of a sender's {@code -H @file}: who is listed with a fingerprint may use no other key; the others may use any. The
 * list may be replaced at any time, by any thread; receivers that were verified stay.
 */
public final class ListedReceivers implements ReceiverTrust {
    private volatile Map<Integer, Fingerprint> fingerprints;

    /** The list as it is first, by receiver ID. */
    public ListedReceivers(Map<Integer, Fingerprint> fingerprints) {
        replace(fingerprints);
    }

    /** Another list counts from the next CLIENT_KEY on. */
    public void replace(Map<Integer, Fingerprint> newFingerprints) {
        fingerprints = Map.copyOf(newFingerprints);
    }

    @Override
    public String objection(int receiverId, byte[] keyBlob) {
        Fingerprint listed = fingerprints.get(receiverId);
        return listed == null || listed.matches(keyBlob)
                ? null
                : "its key does not have the fingerprint that it is listed with";
    }
}
