package io.uftpengine.cli;

import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.ReceiverSecurity;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.SenderEncryption;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Where the demo runs: the loopback interface, a free port, groups of 239.255/16 that are hardly anybody else's. */
record DemoNetwork(String interfaceName, int port, String publicAddress, String privateAddress) {
    /** Fast enough to impress, slow enough for three receivers in one process on a small machine. */
    private static final long RATE_BITS_PER_SECOND = 200_000_000;

    private static final double GRTT_SECONDS = 0.05;
    private static final double MIN_GRTT_SECONDS = 0.01;
    private static final double MAX_GRTT_SECONDS = 15;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private static final SenderEncryption ENCRYPTION = SenderEncryption.DEFAULT;

    static DemoNetwork choose() throws CommandException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String publicAddress = "239.255." + random.nextInt(256) + "." + random.nextInt(1, 128);
        String privateAddress = "239.255." + random.nextInt(256) + "." + random.nextInt(128, 255);
        try (DatagramSocket free = new DatagramSocket()) {
            String loopback = NetworkInterface.networkInterfaces()
                    .filter(DemoNetwork::isLoopback)
                    .map(NetworkInterface::getName)
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no loopback interface that is up"));
            return new DemoNetwork(loopback, free.getLocalPort(), publicAddress, privateAddress);
        } catch (IOException fault) {
            throw new CommandException(
                    ExitCode.NETWORK, "demo: " + fault.getMessage() + "; bring the loopback interface up", fault);
        }
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isLoopback() && candidate.isUp();
        } catch (IOException gone) {
            return false;
        }
    }

    /** How the session is protected, for people. */
    static String protection() {
        return "encrypted with " + ENCRYPTION.cipherName();
    }

    ReceiverConfig receiverConfig(Path directory) {
        return ReceiverConfig.builder()
                .network(network())
                .publicAddresses(List.of(publicAddress))
                .destDirs(List.of(directory))
                .security(ReceiverSecurity.DEFAULT.withEncryptionRequired())
                .build();
    }

    SenderConfig senderConfig(Path file, List<Integer> receivers) {
        return SenderConfig.builder()
                .encryption(ENCRYPTION)
                .network(network())
                .publicAddress(publicAddress)
                .privateAddress(privateAddress)
                .receivers(receivers)
                .rateBitsPerSecond(RATE_BITS_PER_SECOND)
                .grtt(GRTT_SECONDS, MIN_GRTT_SECONDS, MAX_GRTT_SECONDS)
                .files(List.of(file))
                .build();
    }

    private NetworkConfig network() {
        NetworkConfig defaults = NetworkConfig.DEFAULT;
        return new NetworkConfig(List.of(interfaceName), port, 0, defaults.ttl(), defaults.dscp(), SOCKET_BUFFER_BYTES);
    }
}
