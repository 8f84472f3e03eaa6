package io.uftpengine.benchmarks.scale;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.SenderEncryption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a run is asked for, as {@code name=value} arguments, which both processes read.
 *
 * @param receivers with the unique IDs from 1 on
 * @param megabytes of 10^6 bytes, of the file
 * @param rate bits of IP packets a second; -1 = no limit
 * @param cipher {@code none} or {@code aes256-gcm}
 * @param port UDP port; 0 = any free one
 * @param bufferBytes of each socket
 * @param directory that the file and its copies are made in
 */
record ScaleSettings(
        int receivers,
        int megabytes,
        long rate,
        String cipher,
        String networkInterface,
        int port,
        int bufferBytes,
        Path directory) {
    static final String CLEAR = "none";

    private static final String PUBLIC_GROUP = "239.3.1.1";
    private static final String PRIVATE_GROUP = "239.3.1.2";
    private static final double GRTT_SECONDS = 0.05;
    private static final double MIN_GRTT_SECONDS = 0.01;
    private static final double MAX_GRTT_SECONDS = 1;

    private static final Map<String, String> DEFAULTS = Map.of(
            "receivers", "100",
            "megabytes", "20",
            "rate", "-1",
            "cipher", CLEAR,
            "interface", "lo",
            "port", "0",
            "buffer", "4194304",
            "directory", "/dev/shm");

    /** @throws IllegalArgumentException when an argument is none of those, or has no such value */
    static ScaleSettings of(String... arguments) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length < 2 || values.replace(parts[0], parts[1]) == null) {
                throw new IllegalArgumentException(
                        argument + ": not one of " + DEFAULTS.keySet() + ", each with =VALUE");
            }
        }
        ScaleSettings settings = new ScaleSettings(
                Integer.parseInt(values.get("receivers")),
                Integer.parseInt(values.get("megabytes")),
                Long.parseLong(values.get("rate")),
                values.get("cipher"),
                values.get("interface"),
                Integer.parseInt(values.get("port")),
                Integer.parseInt(values.get("buffer")),
                Path.of(values.get("directory")));
        if (!List.of(CLEAR, SenderEncryption.DEFAULT.cipherName()).contains(settings.cipher)) {
            throw new IllegalArgumentException(
                    "cipher=" + settings.cipher + ": not " + CLEAR + " or " + SenderEncryption.DEFAULT.cipherName());
        }
        return settings;
    }

    /** What {@link #of} makes the same of. */
    List<String> arguments() {
        return List.of(
                "receivers=" + receivers,
                "megabytes=" + megabytes,
                "rate=" + rate,
                "cipher=" + cipher,
                "interface=" + networkInterface,
                "port=" + port,
                "buffer=" + bufferBytes,
                "directory=" + directory);
    }

    /** What is sent. */
    Path file() {
        return directory.resolve("sent.bin");
    }

    /** Where that receiver puts its copy. */
    Path directoryOf(int receiver) {
        return directory.resolve("receiver" + receiver);
    }

    ReceiverConfig receiver(int number) {
        return ReceiverConfig.builder()
                .network(network())
                .publicAddresses(List.of(PUBLIC_GROUP))
                .destDirs(List.of(directoryOf(number)))
                .uniqueId(number)
                .build();
    }

    SenderConfig sender() {
        SenderConfig.Builder sender = SenderConfig.builder()
                .network(network())
                .publicAddress(PUBLIC_GROUP)
                .privateAddress(PRIVATE_GROUP)
                .grtt(GRTT_SECONDS, MIN_GRTT_SECONDS, MAX_GRTT_SECONDS)
                .rateBitsPerSecond(rate)
                .receivers(IntStream.rangeClosed(1, receivers).boxed().toList())
                .files(List.of(file()));
        return cipher.equals(CLEAR)
                ? sender.inTheClear().build()
                : sender.encryption(SenderEncryption.DEFAULT).build();
    }

    private NetworkConfig network() {
        NetworkConfig defaults = NetworkConfig.DEFAULT;
        return new NetworkConfig(List.of(networkInterface), port, 0, defaults.ttl(), defaults.dscp(), bufferBytes);
    }
}
