package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.signature.Fingerprint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that a receiver knows: its {@code -R file}, lines of {@code id|ip-or-host|[fingerprint]} (wire facts 13.7).
 * Immutable: to read the file again makes another list.
 */
public final class ProxyList {
    /** Ten times the reference's. */
    public static final int MAX_ENTRIES = 1_000;

    private static final int MAX_ADDRESS = 255;
    private static final int FIELDS = 3;

    /**
     * One line.
     *
     * @param id of the proxy
     * @param address or host name, as written
     * @param fingerprint of the only key that this proxy may sign with, when given
     */
    public record Entry(int id, String address, Optional<Fingerprint> fingerprint) {}

    private final Path file;
    private final List<Entry> entries;
    private final Map<Integer, Entry> byId = new HashMap<>();

    private ProxyList(Path file, List<Entry> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            byId.put(entry.id(), entry);
        }
    }

    public static ProxyList read(Path file) throws TrustListException {
        return new ProxyList(file, TrustListLines.read(file, MAX_ENTRIES, ProxyList::entry, Entry::id));
    }

    /** Without a file: {@link #reread} changes nothing. Of two entries with one ID the last counts. */
    public static ProxyList of(List<Entry> entries) {
        return new ProxyList(null, entries);
    }

    /** What is in the file by now. */
    public ProxyList reread() throws TrustListException {
        return file == null ? this : read(file);
    }

    private static Entry entry(TrustListLines.Line line) throws TrustListException {
        line.requireFields(FIELDS - 1, FIELDS, "ID|ADDRESS| or ID|ADDRESS|FINGERPRINT");
        return new Entry(
                line.id(0), line.text(1, "address", MAX_ADDRESS), Optional.ofNullable(line.fingerprint(FIELDS - 1)));
    }

    /** In the order of the file. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entry of that proxy. */
    public Optional<Entry> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProxyList that && entries.equals(that.entries);
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
