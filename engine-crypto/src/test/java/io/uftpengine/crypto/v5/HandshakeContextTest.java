package io.uftpengine.crypto.v5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeContextTest {
    @Test
    void shouldLayOutContexts() {
        byte[] server = HandshakeContext.server(0x01020304, 0xfe, 0x0a0b0c0d, Hex.bytes("e1e2"));
        assertEquals("01020304" + "fe" + "0a0b0c0d" + "e1e2", Hex.of(server));
        byte[] proxy = HandshakeContext.proxy(0x21222324, Hex.bytes("b1"));
        assertEquals("21222324" + "b1", Hex.of(proxy));
        byte[] client1 = HandshakeContext.client1(server, proxy, 0x31323334, Hex.bytes("d1d2"), Hex.bytes("f1f2f3"));
        assertEquals(Hex.of(server) + Hex.of(proxy) + "31323334" + "d1d2" + "f1f2f3", Hex.of(client1));
        assertEquals(Hex.of(client1) + "c1c2", Hex.of(HandshakeContext.client2(client1, Hex.bytes("c1c2"))));
        assertThrows(IllegalArgumentException.class, () -> HandshakeContext.server(1, 256, 1, new byte[0]));
    }

    @Test
    void shouldBlankTheSignatureInACopy() {
        byte[] message = Hex.bytes("0102030405");
        assertEquals("0100000005", Hex.of(HandshakeContext.withoutSignature(message, 1, 3)));
        assertEquals("0102030405", Hex.of(message));
    }

    @Test
    void shouldPrefixWhatIsSigned() {
        byte[] a = {1};
        byte[] b = {2};
        byte[] c = {3};
        assertEquals("UFTP 5, CLIENT_KEY\u0001", joined(SignedData.clientKey(a)));
        assertEquals("UFTP 5, KEYINFO\u0001\u0002\u0003", joined(SignedData.keyInfo(a, b, c)));
        assertEquals("UFTP 5, PROXY_KEY\u0001\u0002", joined(SignedData.proxyKey(a, b)));
        assertEquals("\u0001", joined(SignedData.announce(a)));
    }

    private static String joined(byte[][] parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldGiveEveryPurposeItsOwnKeys(CipherSuite suite) {
        for (HashAlgorithm hash : HashAlgorithm.values()) {
            V5KeySchedule schedule = new V5KeySchedule(suite, hash);
            SecretBytes secret = SecretBytes.owning(new byte[32]);
            byte[] context = {1};
            Set<String> seen = new HashSet<>();
            for (TrafficKeys keys : new TrafficKeys[] {
                schedule.serverHandshakeKeys(secret, context),
                schedule.clientHandshakeKeys(secret, context),
                schedule.serverApplicationKeys(secret, context),
                schedule.clientApplicationKeys(secret, context),
                schedule.clientApplicationKeys(secret, new byte[] {2})
            }) {
                assertEquals(suite.keyLength(), keys.key().length());
                seen.add(Hex.of(keys.key().exposed()));
                seen.add(Hex.of(keys.iv().exposed()));
            }
            assertEquals(10, seen.size());
            assertEquals(hash.length(), schedule.verifyData(secret, context).length);
        }
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldUnwrapWhatItWrapped(CipherSuite suite) throws CryptoFailure {
        Random random = Seeds.random("HandshakeContextTest." + suite);
        V5KeySchedule schedule = new V5KeySchedule(suite, HashAlgorithm.SHA384);
        SecretBytes premaster = SecretBytes.owning(Seeds.bytes(random, 32));
        SecretBytes master = SecretBytes.owning(Seeds.bytes(random, 32));
        byte[] context = Seeds.bytes(random, 300);
        TrafficKeys keys = schedule.serverHandshakeKeys(premaster, context);
        byte[] wrapped = schedule.wrapGroupMaster(keys, 5, context, master);
        assertEquals(48, wrapped.length);
        assertEquals(master, schedule.unwrapGroupMaster(keys, 5, context, wrapped));
        assertThrows(CryptoFailure.class, () -> schedule.unwrapGroupMaster(keys, 6, context, wrapped));
        assertThrows(
                CryptoFailure.class, () -> schedule.unwrapGroupMaster(keys, 5, context, Arrays.copyOf(wrapped, 47)));
        assertThrows(
                IllegalArgumentException.class,
                () -> schedule.wrapGroupMaster(keys, 5, context, SecretBytes.owning(new byte[31])));
    }

    @Test
    void shouldCompareVerifyDataFromItsStart() {
        V5KeySchedule schedule = new V5KeySchedule(CipherSuite.AES_256_GCM, HashAlgorithm.SHA256);
        SecretBytes master = SecretBytes.owning(new byte[32]);
        byte[] context = {9};
        byte[] verify = schedule.verifyData(master, context);
        assertEquals(true, schedule.isVerifyData(master, context, verify));
        assertEquals(true, schedule.isVerifyData(master, context, Arrays.copyOf(verify, 40)), "more may follow (T5)");
        assertEquals(false, schedule.isVerifyData(master, context, Arrays.copyOf(verify, 31)));
        assertEquals(false, schedule.isVerifyData(master, context, new byte[32]));
        assertEquals(false, schedule.isVerifyData(master, new byte[] {8}, verify));
    }

    @Test
    void shouldKnowAlgorithmsByCodeAndName() {
        assertEquals(CipherSuite.AES_256_GCM, CipherSuite.ofCode(6).orElseThrow());
        assertEquals(CipherSuite.AES_128_CCM, CipherSuite.ofName("aes128-ccm").orElseThrow());
        assertEquals(
                true, CipherSuite.ofCode(4).isEmpty() && CipherSuite.ofCode(9).isEmpty());
        assertEquals(true, CipherSuite.ofName("none").isEmpty());
        assertEquals(HashAlgorithm.SHA512, HashAlgorithm.ofCode(5).orElseThrow());
        assertEquals(HashAlgorithm.SHA384, HashAlgorithm.ofName("SHA384").orElseThrow());
        assertEquals(
                true,
                HashAlgorithm.ofCode(2).isEmpty()
                        && HashAlgorithm.ofName("sha1").isEmpty());
        assertEquals(EcCurve.SECP256R1, EcCurve.ofName("prime256v1").orElseThrow());
        assertEquals(EcCurve.SECP521R1, EcCurve.ofCode(25).orElseThrow());
        assertEquals(
                true,
                EcCurve.ofCode(22).isEmpty() && EcCurve.ofName("secp224r1").isEmpty());
    }

    @Test
    void shouldKeepSecretsToThemselves() {
        SecretBytes secret = SecretBytes.owning(Hex.bytes("c0ffee"));
        assertEquals("secret of 3 bytes", secret.toString());
        byte[] own = secret.exposed();
        secret.destroy();
        assertArrayEquals(new byte[3], own);
        assertThrows(IllegalStateException.class, secret::exposed);
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrafficKeys(
                        CipherSuite.AES_128_GCM, SecretBytes.owning(new byte[32]), SecretBytes.owning(new byte[12])));
    }
}
