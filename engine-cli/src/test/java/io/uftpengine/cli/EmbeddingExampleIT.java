package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.NetworkConfig;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddingExampleIT {
    @TempDir
    Path dir;

    @Test
    void shouldDoWhatTheReadmeSays() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket()) {
            port = free.getLocalPort();
        }
        byte[] content = "to everybody".getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(dir.resolve("file"), content);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        NetworkConfig onLoopback = new NetworkConfig(List.of("lo"), port, 0, 1, 0, 262144);
        assertTrue(EmbeddingExample.transfer(onLoopback, file, incoming));
        assertArrayEquals(content, Files.readAllBytes(incoming.resolve("file")));
    }
}
