package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.testkit.Hex;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A tool, not a test: {@link ScratchSender} sends a small file to the reference receiver 5.0.3 over the loopback address;
 * written to {@code NAME.session}. Arguments: directory to write to, name, cipher, hash, curve, key to sign with, key of the
 * receiver, and {@code -c} for client authentication. The property {@code uftp.peers} says where the reference programs are.
 */
public final class ReceiverSessionRecorder {
    private static final int PORT = 10_446;
    private static final int RECEIVER_ID = 0x0C0FFEE2;
    private static final int CONTENT_LENGTH = 1_100;

    private ReceiverSessionRecorder() {}

    public static void main(String[] args) throws Exception {
        ScratchSender.Plan plan = new ScratchSender.Plan(
                CipherSuite.ofName(args[2]).orElseThrow(),
                HashAlgorithm.ofName(args[3]).orElseThrow(),
                EcCurve.ofName(args[4]).orElseThrow(),
                args.length > 7);
        SigningKey key = SigningKey.generate(KeySpec.parse(args[5]));
        byte[] content = new byte[CONTENT_LENGTH];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ("fedcba9876543210".charAt(i % 16) ^ i / 16);
        }
        Path destination = Files.createTempDirectory("golden");
        Path received = destination.resolve("golden.bin");
        Process uftpd = new ProcessBuilder(
                        System.getProperty("uftp.peers", "/opt/uftp-peers") + "/v5/uftpd",
                        "-d",
                        "-x",
                        "4",
                        "-E",
                        "-I",
                        "lo",
                        "-p",
                        "" + PORT,
                        "-D",
                        destination.toString(),
                        "-U",
                        String.format("0x%08X", RECEIVER_ID),
                        "-K",
                        args[6])
                .inheritIO()
                .start();
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
            InetSocketAddress peer = new InetSocketAddress(loopback, PORT);
            Recording recording = new ScratchSender(socket, peer, RECEIVER_ID, plan, key).send("golden.bin", content);
            if (!Arrays.equals(content, Files.readAllBytes(received))) {
                throw new IllegalStateException("other content");
            }
            recording.values.put(
                    "content", Hex.of(MessageDigest.getInstance("SHA-256").digest(content)));
            recording.save(
                    Path.of(args[0]).resolve(args[1] + ".session"),
                    "uftpd 5.0.3 -K " + args[6] + ", from a test sender ("
                            + String.join(" ", args).substring(args[0].length() + 1)
                            + ") whose ephemeral key is \"scalar\"");
        } finally {
            uftpd.destroy();
            uftpd.waitFor(5, TimeUnit.SECONDS);
            Files.deleteIfExists(received);
            Files.deleteIfExists(destination);
        }
    }
}
