package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.signature.Fingerprint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The senders that a receiver accepts: its {@code -S file}, lines of {@code id|ip-or-host|proxyid[|fingerprint]} (wire facts
 * 13.7). Immutable: to read the file again makes another list.
 */
public final class SenderList {
    /** Ten times the reference's. */
    public static final int MAX_ENTRIES = 1_000;

    private static final int MAX_ADDRESS = 255;
    private static final int FIELDS = 4;

    /**
     * One line.
     *
     * @param id of the sender
     * @param address or host name, as written
     * @param proxyId of the proxy that the receiver answers to, 0 when there is none
     * @param fingerprint of the only key that this sender may sign with, when given
     */
    public record Entry(int id, String address, int proxyId, Optional<Fingerprint> fingerprint) {}

    private final Path file;
    private final List<Entry> entries;
    private final Map<Integer, Entry> byId = new HashMap<>();

    private SenderList(Path file, List<Entry> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            byId.put(entry.id(), entry);
        }
    }

    public static SenderList read(Path file) throws TrustListException {
        return new SenderList(file, TrustListLines.read(file, MAX_ENTRIES, SenderList::entry, Entry::id));
    }

    /** Without a file: {@link #reread} changes nothing. Of two entries with one ID the last counts. */
    public static SenderList of(List<Entry> entries) {
        return new SenderList(null, entries);
    }

    /** What is in the file by now. */
    public SenderList reread() throws TrustListException {
        return file == null ? this : read(file);
    }

    private static Entry entry(TrustListLines.Line line) throws TrustListException {
        line.requireFields(
                FIELDS - 1, FIELDS, "ID|ADDRESS|PROXYID or ID|ADDRESS|PROXYID|FINGERPRINT, proxy 0 for none");
        return new Entry(
                line.id(0),
                line.text(1, "address", MAX_ADDRESS),
                line.idOrZero(2),
                Optional.ofNullable(line.fingerprint(FIELDS - 1)));
    }

    /** In the order of the file. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entry of that sender. */
    public Optional<Entry> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SenderList that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
