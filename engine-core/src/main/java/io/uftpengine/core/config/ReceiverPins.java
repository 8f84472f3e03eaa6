package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.HostList;
import io.uftpengine.crypto.keystore.TrustListException;
import io.uftpengine.crypto.signature.Fingerprint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The fingerprints that receivers' keys must have, by unique ID, and the file that they came from. Immutable. */
public final class ReceiverPins {
    /** Any key is as good as any other. */
    public static final ReceiverPins NONE = new ReceiverPins(Map.of(), null);

    private final Map<Integer, Fingerprint> byId;
    private final Path file;

    private ReceiverPins(Map<Integer, Fingerprint> byId, Path file) {
        this.byId = Map.copyOf(byId);
        this.file = file;
    }

    /** Without a file: {@link #reread} changes nothing. */
    public static ReceiverPins of(Map<Integer, Fingerprint> byId) {
        return new ReceiverPins(byId, null);
    }

    /** By unique ID. */
    public Map<Integer, Fingerprint> byId() {
        return byId;
    }

    /** The only key that this receiver may have, when there is one. */
    public Optional<Fingerprint> of(int receiverId) {
        return Optional.ofNullable(byId.get(receiverId));
    }

    /**
     * Reads the file again, which may block on names. A line without a fingerprint lifts a receiver's pin; a line that is
     * gone does not: a receiver takes part until the session ends, and no more than before is accepted of it.
     *
     * @throws OptionException when the file cannot be used; these pins stay as they are
     */
    public ReceiverPins reread() throws OptionException {
        if (file == null) {
            return this;
        }
        Group group = Group.read(file);
        Map<Integer, Fingerprint> merged = new HashMap<>(byId);
        merged.keySet().removeAll(group.ids());
        merged.putAll(group.pins().byId);
        return new ReceiverPins(merged, file);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReceiverPins that && byId.equals(that.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return byId.size() + " fingerprints";
    }

    /**
     * A closed group as a file lists it.
     *
     * @param ids in the order of the file
     * @param pins of those with a fingerprint
     */
    record Group(List<Integer> ids, ReceiverPins pins) {
        static Group read(Path file) throws OptionException {
            HostList list;
            try {
                list = HostList.read(file);
            } catch (TrustListException fault) {
                throw OptionException.of(SendOptions.RECEIVERS, fault);
            }
            Set<Integer> ids = new LinkedHashSet<>();
            Map<Integer, Fingerprint> pins = new HashMap<>();
            for (HostList.Entry entry : list.entries()) {
                int id = id(entry.name());
                Fingerprint pin = entry.fingerprint().orElse(null);
                if (!ids.add(id) && !Objects.equals(pins.get(id), pin)) {
                    throw OptionException.of(
                            SendOptions.RECEIVERS,
                            file + ": \"" + entry.name() + "\" is " + UniqueId.format(id)
                                    + ", which another line lists with another fingerprint or without",
                            "leave one of them out");
                }
                if (pin != null) {
                    pins.put(id, pin);
                }
            }
            return new Group(List.copyOf(ids), new ReceiverPins(pins, file));
        }

        static int id(String name) throws OptionException {
            try {
                return IdLineParser.parse(name);
            } catch (ValueException fault) {
                throw OptionException.of(SendOptions.RECEIVERS, "\"" + name + "\" " + fault.getMessage(), fault.cure());
            }
        }
    }
}
