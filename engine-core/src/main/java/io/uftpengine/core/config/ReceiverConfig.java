package io.uftpengine.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A receiver's settings; build one with {@link #builder()}.
 *
 * @param network sockets
 * @param publicAddresses groups on which ANNOUNCEs are heard, IPv4 and IPv6
 * @param uniqueId this receiver's ID; empty = from the interface's address, random on the loopback
 * @param destDirs where files go: new ones into the first
 * @param sources when not empty: join the groups for these senders only (source-specific multicast)
 * @param maxSessions sessions at once; further ANNOUNCEs are ignored
 * @param security whom it trusts, and its key
 * @param maxFileSizeBytes larger files are rejected
 * @param reserveSpaceBytes what stays free on the disks of the destination directories
 */
public record ReceiverConfig(
        NetworkConfig network,
        List<String> publicAddresses,
        OptionalInt uniqueId,
        List<Path> destDirs,
        List<String> sources,
        int maxSessions,
        ReceiverSecurity security,
        long maxFileSizeBytes,
        long reserveSpaceBytes) {
    /** Files of any size. */
    public static final long ANY_SIZE = Long.MAX_VALUE;

    /** Copies the lists. */
    public ReceiverConfig {
        publicAddresses = List.copyOf(publicAddresses);
        destDirs = List.copyOf(destDirs);
        sources = List.copyOf(sources);
    }

    /** The reference's defaults (wire facts 13.2, 14). */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. */
    public static final class Builder {
        private NetworkConfig network = NetworkConfig.DEFAULT;
        private List<String> publicAddresses = List.of("230.4.4.1");
        private OptionalInt uniqueId = OptionalInt.empty();
        private List<Path> destDirs = List.of(Path.of("/tmp"));
        private List<String> sources = List.of();
        private int maxSessions = 100;
        private ReceiverSecurity security = ReceiverSecurity.DEFAULT;
        private long maxFileSizeBytes = ANY_SIZE;
        private long reserveSpaceBytes;

        private Builder() {}

        public Builder network(NetworkConfig value) {
            network = value;
            return this;
        }

        public Builder publicAddresses(List<String> value) {
            publicAddresses = value;
            return this;
        }

        public Builder uniqueId(int value) {
            uniqueId = OptionalInt.of(value);
            return this;
        }

        public Builder destDirs(List<Path> value) {
            destDirs = value;
            return this;
        }

        public Builder sources(List<String> value) {
            sources = value;
            return this;
        }

        public Builder maxSessions(int value) {
            maxSessions = value;
            return this;
        }

        public Builder security(ReceiverSecurity value) {
            security = value;
            return this;
        }

        public Builder maxFileSizeBytes(long value) {
            maxFileSizeBytes = value;
            return this;
        }

        public Builder reserveSpaceBytes(long value) {
            reserveSpaceBytes = value;
            return this;
        }

        /** The settings; they are checked when a receiver is started with them. */
        public ReceiverConfig build() {
            return new ReceiverConfig(
                    network,
                    publicAddresses,
                    uniqueId,
                    destDirs,
                    sources,
                    maxSessions,
                    security,
                    maxFileSizeBytes,
                    reserveSpaceBytes);
        }
    }
}
