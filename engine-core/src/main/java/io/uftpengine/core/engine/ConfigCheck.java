package io.uftpengine.core.engine;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.TfmccRange;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.storage.SourceTree;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Checks settings before anything is opened; each message names the option, the cause and the cure. Stateless. */
final class ConfigCheck {
    private static final int MIN_BLOCK = 512;
    private static final int MAX_BLOCK = 8800;
    private static final int MIN_ROBUST = 10;
    private static final int MAX_ROBUST = 50;
    private static final int MAX_PORT = 65535;
    private static final int MAX_TTL = 255;
    private static final int MAX_DSCP = 63;
    private static final int MAX_PASSES = 65535;
    private static final int MIN_SOCKET_BUFFER = 65536;
    private static final int MAX_SOCKET_BUFFER = 104857600;
    private static final int MAX_SESSIONS = 10_000;
    private static final int MAX_DEST_DIRS = 10;
    private static final int MAX_FILES = 10_000;
    private static final int MAX_RECEIVERS = 100_000;
    private static final double MIN_GRTT = 0.001;
    private static final double MAX_GRTT = 1000;
    private static final int ALL_ONES = 0xFFFFFFFF;

    private ConfigCheck() {}

    static void check(SenderConfig config) throws EngineException {
        check(config.network(), 1);
        range("--block-size/-b", config.blockSize(), MIN_BLOCK, MAX_BLOCK);
        range("--robust/-s", config.robust(), MIN_ROBUST, MAX_ROBUST);
        range("--max-passes/-a", config.maxPasses(), 1, MAX_PASSES);
        checkRate(config.rateBitsPerSecond());
        range("--min-rate", config.minRateBitsPerSecond(), 0, Long.MAX_VALUE);
        checkTfmcc(config);
        checkGrtt(config);
        uniqueId(config.uniqueId());
        checkReceivers(config.receivers());
        checkFiles(config.files());
        checkDestName(config.destName());
    }

    static void check(ReceiverConfig config) throws EngineException {
        // Port 0 lets the system choose one: for tests and for several receivers in one program.
        check(config.network(), 0);
        range("--max-file-size", config.maxFileSizeBytes(), 0, Long.MAX_VALUE);
        range("--reserve-space", config.reserveSpaceBytes(), 0, Long.MAX_VALUE);
        range("--max-sessions", config.maxSessions(), 1, MAX_SESSIONS);
        uniqueId(config.uniqueId());
        if (config.publicAddresses().isEmpty()) {
            throw configuration("--public-address/-M: no address is given; name the group that ANNOUNCEs come to");
        }
        if (config.destDirs().isEmpty() || config.destDirs().size() > MAX_DEST_DIRS) {
            throw configuration(
                    "--dest-dir/-D: " + config.destDirs().size() + " directories; name 1 to " + MAX_DEST_DIRS);
        }
    }

    private static void check(NetworkConfig network, int minPort) throws EngineException {
        range("--port/-p", network.port(), minPort, MAX_PORT);
        range("--source-port/-u", network.sourcePort(), 0, MAX_PORT);
        range("--ttl/-t", network.ttl(), 1, MAX_TTL);
        range("--dscp/-Q", network.dscp(), 0, MAX_DSCP);
        range("--socket-buffer/-B", network.socketBufferBytes(), MIN_SOCKET_BUFFER, MAX_SOCKET_BUFFER);
    }

    private static void checkRate(long bitsPerSecond) throws EngineException {
        if (bitsPerSecond != SenderConfig.UNLIMITED_RATE && bitsPerSecond < Byte.SIZE) {
            throw configuration("--rate/-R " + bitsPerSecond + " bit/s: too low; give at least " + Byte.SIZE
                    + " bit/s, or -1 for no limit");
        }
    }

    private static void checkTfmcc(SenderConfig config) throws EngineException {
        if (config.tfmcc().isEmpty()) {
            return;
        }
        TfmccRange range = config.tfmcc().get();
        for (long bits :
                new long[] {range.minBitsPerSecond(), range.initialBitsPerSecond(), range.maxBitsPerSecond()}) {
            if (bits != 0 && bits < Byte.SIZE) {
                throw configuration("--congestion-control/-C: " + bits + " bit/s is too low; give at least " + Byte.SIZE
                        + " bit/s, or 0 for no bound");
            }
        }
        if (!range.isOrdered()) {
            throw configuration("--congestion-control/-C: the bounds are out of order; give min <= init <= max");
        }
    }

    private static void checkGrtt(SenderConfig config) throws EngineException {
        for (double seconds : new double[] {config.grttSeconds(), config.minGrttSeconds(), config.maxGrttSeconds()}) {
            if (!(seconds >= MIN_GRTT && seconds <= MAX_GRTT)) {
                throw configuration("--grtt/-r " + seconds + " s: must be " + MIN_GRTT + ".." + MAX_GRTT);
            }
        }
        if (config.minGrttSeconds() > config.grttSeconds() || config.grttSeconds() > config.maxGrttSeconds()) {
            throw configuration("--grtt/-r " + config.grttSeconds() + ":" + config.minGrttSeconds() + ":"
                    + config.maxGrttSeconds()
                    + ": the initial value must lie between the minimum and the maximum; give initial:min:max");
        }
    }

    private static void checkReceivers(List<Integer> receivers) throws EngineException {
        if (receivers.size() > MAX_RECEIVERS) {
            throw configuration("--receivers/-H: " + receivers.size() + " receivers; at most " + MAX_RECEIVERS);
        }
        Set<Integer> seen = new HashSet<>();
        for (int id : receivers) {
            uniqueId("--receivers/-H", id);
            if (!seen.add(id)) {
                throw configuration(
                        "--receivers/-H " + String.format("0x%08X", id) + ": is listed twice; list it once");
            }
        }
    }

    private static void checkFiles(List<Path> files) throws EngineException {
        if (files.isEmpty()) {
            throw configuration("FILE: nothing to send; name at least one file or directory");
        }
        if (files.size() > MAX_FILES) {
            throw configuration("FILE: " + files.size() + " names; at most " + MAX_FILES + ", send their directory");
        }
        for (Path file : files) {
            if (!SourceTree.exists(file)) {
                throw configuration("FILE " + file + ": no such file or directory; check the name");
            }
        }
    }

    private static void checkDestName(String name) throws EngineException {
        if (name.isEmpty()) {
            return;
        }
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw configuration(
                        "--dest-name/-D " + name + ": contains '..', which receivers refuse; name a path below it");
            }
        }
    }

    private static void uniqueId(OptionalInt id) throws EngineException {
        if (id.isPresent()) {
            uniqueId("--uid/-U", id.getAsInt());
        }
    }

    private static void uniqueId(String option, int id) throws EngineException {
        if (id == 0 || id == ALL_ONES) {
            throw configuration(option + " " + String.format("0x%08X", id)
                    + ": is no valid ID; give any other 32-bit value in hexadecimal");
        }
    }

    private static void range(String option, long value, long min, long max) throws EngineException {
        if (value < min || value > max) {
            throw configuration(option + " " + value + ": must be " + min + ".." + max);
        }
    }

    private static EngineException configuration(String message) {
        return new EngineException(Kind.CONFIGURATION, message);
    }
}
