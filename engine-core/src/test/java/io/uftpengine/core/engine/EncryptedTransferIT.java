package io.uftpengine.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.ReceiverPins;
import io.uftpengine.core.config.ReceiverSecurity;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.SenderEncryption;
import io.uftpengine.core.engine.Loopback.Receiver;
import io.uftpengine.core.engine.Loopback.Recorder;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.core.transport.TransportCounters.Counter;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.keystore.SenderList;
import io.uftpengine.crypto.signature.Fingerprint;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole encrypted sessions over real sockets on the loopback interface. */
class EncryptedTransferIT {
    private static final int ONE_MB = 1_000_000;
    private static final int SENDER_ID = 0x5E0D;

    /** Issue 3, line 4. */
    private static final int MANY = 50;

    private static final long MAX_REGISTRATION_NS = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    Path directory;

    private final Loopback lo = new Loopback();

    private static SenderEncryption encryption(
            CipherSuite suite, HashAlgorithm hash, EcCurve curve, String key, boolean clientAuth) {
        Optional<SigningKey> signingKey =
                key.isEmpty() ? Optional.empty() : Optional.of(SigningKey.generate(KeySpec.parse(key)));
        return new SenderEncryption(suite, hash, curve, signingKey, clientAuth, ReceiverPins.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "AES_256_GCM, SHA256, SECP256R1, '', false, true",
        "AES_256_GCM, SHA512, SECP384R1, ec:secp521r1, true, false",
        "AES_128_GCM, SHA384, SECP521R1, rsa:2048, true, true",
        "AES_128_GCM, SHA256, SECP256R1, rsa:1024, false, false",
        "AES_256_CCM, SHA384, SECP384R1, ec:secp384r1, true, true",
        "AES_256_CCM, SHA256, SECP256R1, '', false, false",
        "AES_128_CCM, SHA512, SECP521R1, '', false, true",
        "AES_128_CCM, SHA256, SECP256R1, ec:secp256r1, true, false"
    })
    void shouldDeliverToThreeReceivers(
            CipherSuite suite, HashAlgorithm hash, EcCurve curve, String key, boolean clientAuth, boolean closed)
            throws Exception {
        Path file = Loopback.file(directory, "a.bin", ONE_MB, 1);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 3);
            SenderConfig.Builder config =
                    lo.sender(List.of(file)).encryption(encryption(suite, hash, curve, key, clientAuth));
            if (closed) {
                config.receivers(Loopback.ids(receivers));
            } else {
                config.grtt(0.05, 0.02, 0.1).robust(10);
            }
            SenderHandle sender = engine.send(config.build(), SessionListener.NONE);
            SendReport report = Loopback.await(sender);
            assertTrue(report.isEverythingDelivered(), report.toString());
            assertEquals(3, report.receivers().size());
            for (Receiver receiver : receivers) {
                Loopback.assertSame(file, receiver.directory().resolve("a.bin"));
                ReceiveReport received = receiver.stop();
                assertEquals(1, received.sessionsCompleted());
                assertEquals(0, received.sessionsFailed());
                assertNothingForged(counters(receiver.handle()));
            }
            assertNothingForged(((SenderRun) sender).counters());
        }
    }

    private static TransportCounters counters(ReceiverHandle receiver) {
        return ((ReceiverRun) receiver).counters();
    }

    private static void assertNothingForged(TransportCounters counters) {
        assertEquals(0, counters.get(Counter.DROPPED_UNAUTHENTICATED));
        assertEquals(0, counters.get(Counter.DROPPED_REPLAY));
        assertEquals(0, counters.get(Counter.DROPPED_LATE));
        assertEquals(0, counters.get(Counter.KEY_WORK_REFUSED));
        assertTrue(counters.get(Counter.KEY_WORK) > 0);
    }

    @ParameterizedTest
    @CsvSource({"AES_256_GCM, true", "AES_128_CCM, false"})
    void shouldDeliverByUnicastOverIpv6(CipherSuite suite, boolean clientAuth) throws Exception {
        Path file = Loopback.file(directory, "a.bin", ONE_MB, 2);
        Path dest = Files.createDirectory(directory.resolve("dest"));
        try (UftpEngine engine = UftpEngine.create()) {
            engine.receive(
                    lo.receiver(dest)
                            .publicAddresses(List.of("ff02::4:1"))
                            .uniqueId(0x77)
                            .build(),
                    SessionListener.NONE);
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .publicAddress("::1")
                            .receivers(List.of(0x77))
                            .encryption(encryption(suite, HashAlgorithm.SHA256, EcCurve.SECP256R1, "", clientAuth))
                            .build(),
                    SessionListener.NONE));
            assertTrue(report.isEverythingDelivered(), report.toString());
            Loopback.assertSame(file, dest.resolve("a.bin"));
        }
    }

    @Test
    void shouldDeliverManyFilesAndTheLargestBlocks() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Loopback.file(tree, "empty", 0, 3);
        Loopback.file(tree, "one", 1, 4);
        Loopback.file(tree, "block", 8800, 5);
        Loopback.file(tree, "block-and-one", 8801, 6);
        Loopback.file(tree, "sub/more", 3 * ONE_MB, 7);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, 2);
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(tree))
                            .receivers(Loopback.ids(receivers))
                            .blockSize(8800)
                            .encryption(SenderEncryption.DEFAULT)
                            .build(),
                    SessionListener.NONE));
            assertTrue(report.isEverythingDelivered(), report.toString());
            for (Receiver receiver : receivers) {
                for (String name : List.of("empty", "one", "block", "block-and-one", "sub/more")) {
                    Loopback.assertSame(tree.resolve(name), receiver.directory().resolve("tree/" + name));
                }
            }
        }
    }

    @Test
    void shouldRegisterFiftyReceiversWithClientAuthentication() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 100_000, 8);
        try (UftpEngine engine = UftpEngine.create()) {
            List<Receiver> receivers = lo.receivers(engine, directory, MANY);
            CountDownLatch active = new CountDownLatch(MANY);
            long startNs = System.nanoTime();
            SenderHandle sender = engine.send(
                    lo.sender(List.of(file))
                            .grtt(0.5, 0.01, 15)
                            .receivers(Loopback.ids(receivers))
                            .encryption(SenderEncryption.DEFAULT.withClientAuth(ReceiverPins.NONE))
                            .build(),
                    new SessionListener() {
                        @Override
                        public void onEvent(int groupId, SessionEvent event) {
                            if (event instanceof SessionEvent.ReceiverChanged changed
                                    && changed.state() == ReceiverState.ACTIVE) {
                                active.countDown();
                            }
                        }
                    });
            assertTrue(
                    active.await(Loopback.MAX_SECONDS, TimeUnit.SECONDS),
                    active.getCount() + " of " + MANY + " are not registered");
            long tookNs = System.nanoTime() - startNs;
            System.out.println("EncryptedTransferIT: " + MANY + " receivers with client authentication registered in "
                    + tookNs / 1_000_000 + " ms; at the sender "
                    + ((SenderRun) sender).counters());
            assertTrue(tookNs < MAX_REGISTRATION_NS, tookNs + " ns");
            SendReport report = Loopback.await(sender);
            assertTrue(report.isEverythingDelivered(), report.toString());
            for (Receiver receiver : receivers) {
                Loopback.assertSame(file, receiver.directory().resolve("a.bin"));
            }
        }
    }

    @Test
    void shouldTakeOnlyTheKeysThatAreListed() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 50_000, 9);
        SigningKey senderKey = SigningKey.generate(KeySpec.DEFAULT);
        SigningKey receiverKey = SigningKey.generate(KeySpec.DEFAULT);
        try (UftpEngine engine = UftpEngine.create()) {
            Recorder heard = new Recorder();
            ReceiverHandle right = receiver(engine, 1, receiverKey, senderKey.fingerprint(), heard);
            ReceiverHandle other = receiver(engine, 2, receiverKey, receiverKey.fingerprint(), heard);
            Recorder impostorHeard = new Recorder();
            ReceiverHandle impostor =
                    receiver(engine, 3, SigningKey.generate(KeySpec.DEFAULT), senderKey.fingerprint(), impostorHeard);
            Recorder senderHeard = new Recorder();
            SenderEncryption encryption = SenderEncryption.DEFAULT
                    .withKey(senderKey)
                    .withClientAuth(
                            ReceiverPins.of(Map.of(1, receiverKey.fingerprint(), 3, receiverKey.fingerprint())));
            SendReport report = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .uniqueId(SENDER_ID)
                            .grtt(0.02, 0.02, 0.02)
                            .robust(10)
                            .receivers(List.of(1, 2, 3))
                            .encryption(encryption)
                            .build(),
                    senderHeard));
            assertEquals(SessionOutcome.COMPLETED, report.outcome(), report.toString());
            assertEquals(
                    List.of(false, true, true),
                    report.receivers().stream().map(r -> r.state().isFailed()).toList(),
                    report.toString());
            Loopback.assertSame(file, directory.resolve("1/a.bin"));
            assertFalse(Files.exists(directory.resolve("2/a.bin")));
            assertFalse(Files.exists(directory.resolve("3/a.bin")));
            assertTrue(
                    senderHeard.events.stream()
                            .anyMatch(e -> e instanceof SessionEvent.HandshakeRefused refused && refused.peerId() == 3),
                    senderHeard.events.toString());
            assertTrue(counters(other).get(Counter.ANNOUNCES_REFUSED) > 0);
            assertEquals(0, counters(right).get(Counter.ANNOUNCES_REFUSED));
            assertEquals(0, counters(impostor).get(Counter.BLOCKS_STORED));
        }
    }

    private ReceiverHandle receiver(
            UftpEngine engine, int id, SigningKey key, Fingerprint ofSender, SessionListener listener)
            throws Exception {
        SenderList senders =
                SenderList.of(List.of(new SenderList.Entry(SENDER_ID, "127.0.0.1", 0, Optional.of(ofSender))));
        ReceiverConfig config = lo.receiver(Files.createDirectory(directory.resolve("" + id)))
                .uniqueId(id)
                .security(ReceiverSecurity.DEFAULT.withKey(key).withSenders(senders))
                .build();
        return engine.receive(config, listener);
    }

    @Test
    void shouldRefuseSessionsInTheClearWhereEncryptionIsRequired() throws Exception {
        Path file = Loopback.file(directory, "a.bin", 1000, 10);
        Path dest = Files.createDirectory(directory.resolve("dest"));
        try (UftpEngine engine = UftpEngine.create()) {
            ReceiverHandle receiver = engine.receive(
                    lo.receiver(dest)
                            .uniqueId(1)
                            .security(ReceiverSecurity.DEFAULT.withEncryptionRequired())
                            .build(),
                    SessionListener.NONE);
            SendReport refused = Loopback.await(engine.send(
                    lo.sender(List.of(file)).receivers(List.of(1)).inTheClear().build(), SessionListener.NONE));
            assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, refused.outcome(), refused.toString());
            assertEquals(List.of(), Loopback.names(dest));
            SendReport taken = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .receivers(List.of(1))
                            .encryption(SenderEncryption.DEFAULT)
                            .build(),
                    SessionListener.NONE));
            assertTrue(taken.isEverythingDelivered(), taken.toString());
            // The list is read again: nobody is on it any more.
            receiver.trust(Optional.of(SenderList.of(List.of())));
            SendReport unlisted = Loopback.await(engine.send(
                    lo.sender(List.of(file))
                            .receivers(List.of(1))
                            .encryption(SenderEncryption.DEFAULT)
                            .build(),
                    SessionListener.NONE));
            assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, unlisted.outcome(), unlisted.toString());
        }
    }
}
