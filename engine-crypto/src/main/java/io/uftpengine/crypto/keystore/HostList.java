package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.signature.Fingerprint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The receivers (or proxies) of a closed group: the sender's {@code -H @file} and {@code -j file}, lines of
 * {@code id-or-name[|fingerprint]} (wire facts 13.7).
 *
 * @param entries in the order of the file
 */
public record HostList(List<Entry> entries) {
    /** The protocol's own limit of receivers (wire facts 14). */
    public static final int MAX_ENTRIES = 100_000;

    private static final int MAX_NAME = 79;

    /**
     * One line.
     *
     * @param name an ID, an IPv4 address or a host name, as written: which of them is not decided here (wire facts T29)
     * @param fingerprint of the only key that this receiver may sign with, when given
     */
    public record Entry(String name, Optional<Fingerprint> fingerprint) {}

    public HostList {
        entries = List.copyOf(entries);
    }

    public static HostList read(Path file) throws TrustListException {
        return new HostList(TrustListLines.read(file, MAX_ENTRIES, HostList::entry, Entry::name));
    }

    private static Entry entry(TrustListLines.Line line) throws TrustListException {
        line.requireFields(1, 2, "ID or ID|FINGERPRINT");
        return new Entry(line.text(0, "name", MAX_NAME), Optional.ofNullable(line.fingerprint(1)));
    }
}
