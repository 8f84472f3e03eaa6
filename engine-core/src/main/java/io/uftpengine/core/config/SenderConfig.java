package io.uftpengine.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A sender's settings; build one with {@link #builder()}.
 *
 * @param network sockets
 * @param publicAddress where ANNOUNCEs go: multicast group, or a receiver's unicast address
 * @param privateAddress group of everything after the ANNOUNCE; {@code x} parts are random; ignored in unicast mode
 * @param uniqueId this sender's ID; empty = from the interface's address, random on the loopback
 * @param receivers IDs of a closed group; empty = open group
 * @param blockSize bytes of file in a packet, 512..8800
 * @param rateBitsPerSecond bits of IP packets a second; -1 = no limit
 * @param minRateBitsPerSecond without a limit of the rate: what every receiver has to keep up with, or it is dropped; 0 = none is
 * @param robust retries of every message, 10..50
 * @param grttSeconds initial GRTT, 0.001..1000
 * @param minGrttSeconds lower bound
 * @param maxGrttSeconds upper bound
 * @param maxPasses 1..65535
 * @param quitOnError end when any receiver fails
 * @param followLinks send what symbolic links point to
 * @param destName name at the receiver instead of the file's own; empty = its own
 * @param destIsDirectory whether destName is a directory to put the files in
 * @param files what to send, in order: files and directories
 * @param encryption of the session; empty = in the clear
 * @param tfmcc bounds of the rate when the network decides on it, in place of {@code rateBitsPerSecond}; empty = no congestion control
 */
public record SenderConfig(
        NetworkConfig network,
        String publicAddress,
        String privateAddress,
        OptionalInt uniqueId,
        List<Integer> receivers,
        int blockSize,
        long rateBitsPerSecond,
        long minRateBitsPerSecond,
        int robust,
        double grttSeconds,
        double minGrttSeconds,
        double maxGrttSeconds,
        int maxPasses,
        boolean quitOnError,
        boolean followLinks,
        String destName,
        boolean destIsDirectory,
        List<Path> files,
        Optional<SenderEncryption> encryption,
        Optional<TfmccRange> tfmcc) {
    /** No rate limit. */
    public static final long UNLIMITED_RATE = -1;

    /** Copies the lists. */
    public SenderConfig {
        receivers = List.copyOf(receivers);
        files = List.copyOf(files);
    }

    /** The reference's defaults (wire facts 13.1). */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. */
    public static final class Builder {
        private NetworkConfig network = NetworkConfig.DEFAULT;
        private String publicAddress = "230.4.4.1";
        private String privateAddress = "230.5.5.x";
        private OptionalInt uniqueId = OptionalInt.empty();
        private List<Integer> receivers = List.of();
        private int blockSize = 1300;
        private long rateBitsPerSecond = 1000 * 1024L;
        private long minRateBitsPerSecond;
        private int robust = 20;
        private double grttSeconds = 0.5;
        private double minGrttSeconds = 0.01;
        private double maxGrttSeconds = 15;
        private int maxPasses = 65535;
        private boolean quitOnError;
        private boolean followLinks;
        private String destName = "";
        private boolean destIsDirectory;
        private List<Path> files = List.of();
        private Optional<SenderEncryption> encryption = Optional.of(SenderEncryption.DEFAULT);
        private Optional<TfmccRange> tfmcc = Optional.empty();

        private Builder() {}

        public Builder network(NetworkConfig value) {
            network = value;
            return this;
        }

        public Builder publicAddress(String value) {
            publicAddress = value;
            return this;
        }

        public Builder privateAddress(String value) {
            privateAddress = value;
            return this;
        }

        public Builder uniqueId(int value) {
            uniqueId = OptionalInt.of(value);
            return this;
        }

        public Builder receivers(List<Integer> value) {
            receivers = value;
            return this;
        }

        public Builder blockSize(int value) {
            blockSize = value;
            return this;
        }

        public Builder rateBitsPerSecond(long value) {
            rateBitsPerSecond = value;
            return this;
        }

        public Builder robust(int value) {
            robust = value;
            return this;
        }

        public Builder grtt(double initialSeconds, double minSeconds, double maxSeconds) {
            grttSeconds = initialSeconds;
            minGrttSeconds = minSeconds;
            maxGrttSeconds = maxSeconds;
            return this;
        }

        public Builder maxPasses(int value) {
            maxPasses = value;
            return this;
        }

        public Builder quitOnError(boolean value) {
            quitOnError = value;
            return this;
        }

        public Builder followLinks(boolean value) {
            followLinks = value;
            return this;
        }

        public Builder destName(String value, boolean isDirectory) {
            destName = value;
            destIsDirectory = isDirectory;
            return this;
        }

        public Builder files(List<Path> value) {
            files = value;
            return this;
        }

        /** How the session is protected; by default as {@link SenderEncryption#DEFAULT} says. */
        public Builder encryption(SenderEncryption value) {
            encryption = Optional.of(value);
            return this;
        }

        /** No encryption: see SECURITY.md for what that gives away. */
        public Builder inTheClear() {
            encryption = Optional.empty();
            return this;
        }

        /** Without a limit of the rate: drop the receivers that do not keep up with this; 0 = none. */
        public Builder minRateBitsPerSecond(long value) {
            minRateBitsPerSecond = value;
            return this;
        }

        /** TCP-friendly congestion control within these bounds, in place of a fixed rate. */
        public Builder tfmcc(TfmccRange value) {
            tfmcc = Optional.of(value);
            return this;
        }

        /** The settings; they are checked when a sender is started with them. */
        public SenderConfig build() {
            return new SenderConfig(
                    network,
                    publicAddress,
                    privateAddress,
                    uniqueId,
                    receivers,
                    blockSize,
                    rateBitsPerSecond,
                    minRateBitsPerSecond,
                    robust,
                    grttSeconds,
                    minGrttSeconds,
                    maxGrttSeconds,
                    maxPasses,
                    quitOnError,
                    followLinks,
                    destName,
                    destIsDirectory,
                    files,
                    encryption,
                    tfmcc);
        }
    }
}
