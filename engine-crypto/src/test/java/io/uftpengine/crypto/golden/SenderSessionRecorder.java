package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.testkit.Hex;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A tool, not a test: has the reference sender 5.0.3 send a small file to {@link ScratchReceiver} over the loopback address
 * and writes {@code NAME.session}. Arguments: directory to write to, name, then options of uftp ({@code -Y -h -e -K -c}).
 * The property {@code uftp.peers} says where the reference programs are, {@code client.key} what to sign with under {@code -c}.
 */
public final class SenderSessionRecorder {
    private static final int PORT = 10_445;
    private static final int RECEIVER_ID = 0x0C0FFEE1;
    private static final int CONTENT_LENGTH = 1_100;

    private SenderSessionRecorder() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        List<String> options = Arrays.asList(args).subList(2, args.length);
        Path file = Files.createTempFile("golden", ".txt");
        byte[] content = new byte[CONTENT_LENGTH];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ("0123456789abcdef".charAt(i % 16) ^ i / 16);
        }
        Files.write(file, content);
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("uftp.peers", "/opt/uftp-peers") + "/v5/uftp",
                "-M",
                "127.0.0.1",
                "-p",
                "" + PORT,
                "-I",
                "lo",
                "-U",
                "0x0A0B0C0D",
                "-b",
                "512",
                "-R",
                "-1",
                "-H",
                String.format("0x%08X", RECEIVER_ID),
                "-D",
                "golden.txt"));
        command.addAll(options);
        command.add(file.toString());
        SigningKey clientKey = SigningKey.generate(KeySpec.parse(System.getProperty("client.key", "ec:secp256r1")));
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), PORT))) {
            Process uftp = new ProcessBuilder(command).inheritIO().start();
            ScratchReceiver receiver = new ScratchReceiver(socket, RECEIVER_ID, clientKey);
            Recording recording = receiver.play();
            if (!uftp.waitFor(10, TimeUnit.SECONDS) || uftp.exitValue() != 0) {
                uftp.destroy();
                throw new IllegalStateException("the reference did not end with 0");
            }
            if (!Arrays.equals(content, receiver.content())) {
                throw new IllegalStateException("other content");
            }
            recording.values.put(
                    "content", Hex.of(MessageDigest.getInstance("SHA-256").digest(content)));
            recording.save(
                    directory.resolve(args[1] + ".session"),
                    "uftp 5.0.3 " + String.join(" ", options)
                            + ", to a test receiver whose ephemeral key is \"scalar\"");
        } finally {
            Files.delete(file);
        }
    }
}
