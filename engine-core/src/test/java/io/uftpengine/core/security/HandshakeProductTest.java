package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sender's security against a receiver's, in every combination of algorithms and kinds of keys. */
class HandshakeProductTest {
    private static final String[] KEYS = {"ec:secp256r1", "ec:secp384r1", "ec:secp521r1", "rsa:1024", "rsa:2048"};

    @SuppressWarnings("unused")
    private static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (CipherSuite suite : CipherSuite.values()) {
            for (HashAlgorithm hash : HashAlgorithm.values()) {
                for (EcCurve curve : EcCurve.values()) {
                    for (boolean clientAuth : new boolean[] {false, true}) {
                        int count = all.size();
                        all.add(arguments(
                                suite,
                                hash,
                                curve,
                                clientAuth,
                                KEYS[count % KEYS.length],
                                KEYS[(count / KEYS.length) % KEYS.length]));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldAgree(
            CipherSuite suite,
            HashAlgorithm hash,
            EcCurve curve,
            boolean clientAuth,
            String senderKey,
            String receiverKey)
            throws Exception {
        EncryptionSettings settings = new EncryptionSettings(suite, hash, curve, Handshakes.key(senderKey), clientAuth);
        Handshakes session = new Handshakes(settings, ReceiverTrust.ANYBODY, Handshakes.key(receiverKey));

        Bytes verifyData = session.complete(clientAuth);

        assertEquals(hash.length(), verifyData.length());
        Message down = new Done(1, 0, IdList.of(Handshakes.RECEIVER));
        assertEquals(
                down,
                Handshakes.open(
                        session.receiver,
                        Handshakes.seal(session.sender, Handshakes.SENDER, down, Protection.APPLICATION),
                        Opening.APPLICATION));
        Message data = new FileSeg(1, 0, 5, List.of(), Bytes.of(new byte[1299]));
        assertEquals(
                data,
                Handshakes.open(
                        session.receiver,
                        Handshakes.seal(session.sender, Handshakes.SENDER, data, Protection.APPLICATION),
                        Opening.APPLICATION));
        session.sender.destroy();
        session.receiver.destroy();
    }
}
