package io.uftpengine.benchmarks.crypto;

import io.uftpengine.crypto.api.CipherSuite;
import java.security.Security;
import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The ciphers by the names that the benchmarks' parameter has: suite, slash, who computes it. */
final class Contenders {
    private Contenders() {}

    /** Of a packet that it has sealed and opened once, to see that it can. */
    static PacketCipher create(String name, Packet packet) throws Exception {
        PacketCipher cipher = create(name.substring(name.indexOf('/') + 1), packet, name);
        byte[] text = packet.copy(Packet.TEXT);
        cipher.seal();
        packet.keep();
        cipher.open();
        if (!Arrays.equals(text, packet.copy(Packet.TEXT))) {
            throw new IllegalStateException(name + " does not open what it has sealed");
        }
        return cipher;
    }

    static CipherSuite suite(String name) {
        return CipherSuite.ofName(name.substring(0, name.indexOf('/'))).orElseThrow();
    }

    private static PacketCipher create(String who, Packet packet, String name) throws Exception {
        return switch (who) {
            case "engine" -> new EngineCipher(packet);
            case "sunjce" -> new ProviderCipher(Security.getProvider("SunJCE"), packet);
            case "bc-jce" -> new ProviderCipher(new BouncyCastleProvider(), packet);
            case "bc-light" -> new LightweightCipher(packet);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
