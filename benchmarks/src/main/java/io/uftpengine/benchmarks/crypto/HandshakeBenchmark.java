package io.uftpengine.benchmarks.crypto;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.random.HandshakeRandom;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.v5.Premaster;
import io.uftpengine.crypto.v5.V5KeySchedule;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the parts of a handshake cost: the bound of how many receivers register in a second. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class HandshakeBenchmark {
    /** Both sides of an ECDH. */
    @State(Scope.Thread)
    public static class Exchange {
        /** Of both keys. */
        @Param
        public EcCurve curve;

        private EphemeralKey own;
        private byte[] peer;

        /** Two keys. */
        @Setup
        public void prepare() {
            own = EphemeralKey.generate(curve);
            peer = EphemeralKey.generate(curve).blob();
        }
    }

    /** A signature and the keys of it. */
    @State(Scope.Thread)
    public static class Signing {
        private static final int ANNOUNCE = 500;

        /** As {@code --new-key} has it. */
        @Param({"ec:secp256r1", "ec:secp384r1", "ec:secp521r1", "rsa:2048", "rsa:3072"})
        public String key;

        private final byte[] message = new byte[ANNOUNCE];
        private Signer signer;
        private byte[] blob;
        private byte[] signature;

        /** A key and a signature of it. */
        @Setup
        public void prepare() throws Exception {
            SigningKey made = SigningKey.generate(KeySpec.parse(key));
            signer = Signer.of(made);
            blob = made.blob();
            signature = signer.sign(HashAlgorithm.SHA256, message);
            if (!Verifier.of(blob).isValid(HashAlgorithm.SHA256, signature, message)) {
                throw new IllegalStateException("no signature");
            }
        }
    }

    /** What a sender knows of a receiver after ECDH. */
    @State(Scope.Thread)
    public static class Schedule {
        private static final int CONTEXT_1 = 500;
        private static final int CONTEXT_2 = 660;

        /** Of the session. */
        @Param({"SHA256", "SHA512"})
        public HashAlgorithm hash;

        private final HandshakeRandom random = new HandshakeRandom();
        private final byte[] context1 = new byte[CONTEXT_1];
        private final byte[] context2 = new byte[CONTEXT_2];
        private final SecretBytes sharedX = SecretBytes.owning(random.hello());
        private final SecretBytes groupMaster = random.groupMaster();
        private KeySchedule schedule;
        private byte[] verifyData;

        /** A schedule and the receiver's answer. */
        @Setup
        public void prepare() {
            schedule = new V5KeySchedule(CipherSuite.AES_256_GCM, hash);
            verifyData = schedule.verifyData(groupMaster, context2);
        }
    }

    /** An ephemeral key: one a session and receiver, one a session in a sender. */
    @Benchmark
    public EphemeralKey generate(Exchange exchange) {
        return EphemeralKey.generate(exchange.curve);
    }

    /** Blob to shared secret, the check of the point included: one a receiver in a sender. */
    @Benchmark
    public SecretBytes agree(Exchange exchange) throws Exception {
        return exchange.own.agree(exchange.peer);
    }

    /** One an ANNOUNCE and a KEYINFO in a sender, one a CLIENT_KEY in a receiver. */
    @Benchmark
    public byte[] sign(Signing signing) throws Exception {
        return signing.signer.sign(HashAlgorithm.SHA256, signing.message);
    }

    /** Blob to verdict: one a receiver in a sender with client authentication. */
    @Benchmark
    public boolean verify(Signing signing) throws Exception {
        return Verifier.of(signing.blob).isValid(HashAlgorithm.SHA256, signing.signature, signing.message);
    }

    /** Everything else that a sender computes for a receiver: its keys, its entry of a KEYINFO, its verify data. */
    @Benchmark
    public byte[] scheduleOfReceiver(Schedule s) {
        SecretBytes premaster = Premaster.of(s.sharedX);
        TrafficKeys server = s.schedule.serverHandshakeKeys(premaster, s.context1);
        TrafficKeys client = s.schedule.clientHandshakeKeys(premaster, s.context1);
        byte[] wrapped = s.schedule.wrapGroupMaster(server, 1, s.context2, s.groupMaster);
        TrafficKeys application = s.schedule.clientApplicationKeys(s.groupMaster, s.context2);
        if (!s.schedule.isVerifyData(s.groupMaster, s.context2, s.verifyData)) {
            throw new IllegalStateException("no verify data");
        }
        premaster.destroy();
        server.destroy();
        client.destroy();
        application.destroy();
        return wrapped;
    }
}
