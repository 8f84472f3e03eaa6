package io.uftpengine.crypto.golden;

import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.provider.EcArithmetic;
import io.uftpengine.crypto.provider.Jca;
import io.uftpengine.crypto.testkit.Hex;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session as it went over the wire, with our side's ephemeral private key. Lines: {@code # comment}, {@code name value},
 * and {@code s hex} or {@code r hex} for a datagram of the sender or of the receiver.
 */
final class Recording {
    /** One datagram. */
    record Entry(boolean isSenders, Datagram datagram) {}

    final Map<String, String> values = new HashMap<>();
    final List<Entry> entries = new ArrayList<>();

    static Recording load(String name) throws IOException {
        try (InputStream in = Recording.class.getResourceAsStream("/golden/" + name + ".session")) {
            Recording recording = new Recording();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(recording::read);
            return recording;
        }
    }

    private void read(String line) {
        String[] parts = line.split(" ", 2);
        switch (parts[0]) {
            case "#" -> {}
            case "s" -> entries.add(new Entry(true, new Datagram(Hex.bytes(parts[1]))));
            case "r" -> entries.add(new Entry(false, new Datagram(Hex.bytes(parts[1]))));
            default -> values.put(parts[0], parts[1]);
        }
    }

    void save(Path file, String comment) throws IOException {
        StringBuilder text = new StringBuilder("# ").append(comment).append('\n');
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(v ->
                        text.append(v.getKey()).append(' ').append(v.getValue()).append('\n'));
        for (Entry entry : entries) {
            text.append(entry.isSenders ? "s " : "r ")
                    .append(Hex.of(entry.datagram.bytes()))
                    .append('\n');
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    Datagram first(int function) {
        return entries.stream()
                .map(Entry::datagram)
                .filter(datagram -> datagram.function() == function)
                .findFirst()
                .orElseThrow();
    }

    static EphemeralKey ephemeralKey(EcCurve curve, BigInteger scalar) throws InvalidKeySpecException {
        return EphemeralKey.of(
                curve,
                new KeyPair(
                        Jca.publicKey(
                                "EC",
                                new ECPublicKeySpec(EcArithmetic.publicPoint(curve, scalar), Jca.parameters(curve))),
                        Jca.privateKey("EC", new ECPrivateKeySpec(scalar, Jca.parameters(curve)))));
    }

    EphemeralKey ephemeralKey() throws InvalidKeySpecException {
        return ephemeralKey(
                EcCurve.ofName(values.get("curve")).orElseThrow(), new BigInteger(values.get("scalar"), 16));
    }
}
