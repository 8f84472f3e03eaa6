package io.uftpengine.crypto.v5;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.packet.PacketNonce;
import io.uftpengine.crypto.provider.Aead;
import io.uftpengine.crypto.provider.Aeads;
import io.uftpengine.crypto.provider.Jca;
import io.uftpengine.crypto.schedule.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/** Protocol 5's key schedule (wire facts 6.4). Stateless, for any thread. */
public final class V5KeySchedule implements KeySchedule {
    /** Bytes of a group master. */
    public static final int GROUP_MASTER_LENGTH = 32;
    /** Bytes of a group master wrapped for one receiver. */
    public static final int WRAPPED_LENGTH = GROUP_MASTER_LENGTH + CipherSuite.TAG_LENGTH;

    private static final String SERVER_HANDSHAKE = "s hs traffic";
    private static final String CLIENT_HANDSHAKE = "c hs traffic";
    /** Not the "s ap traffic" and "c ap traffic" of the protocol text (wire facts T1). */
    private static final String SERVER_APPLICATION = "s app traffic";

    private static final String CLIENT_APPLICATION = "c app traffic";

    private static final byte[] EMPTY = new byte[0];

    private final CipherSuite suite;
    private final HashAlgorithm hash;
    private final Hkdf hkdf;

    public V5KeySchedule(CipherSuite suite, HashAlgorithm hash) {
        this.suite = suite;
        this.hash = hash;
        this.hkdf = new Hkdf(hash);
    }

    @Override
    public CipherSuite suite() {
        return suite;
    }

    @Override
    public HashAlgorithm hash() {
        return hash;
    }

    @Override
    public TrafficKeys serverHandshakeKeys(SecretBytes premaster, byte[] clientContext1) {
        return trafficKeys(premaster, SERVER_HANDSHAKE, clientContext1);
    }

    @Override
    public TrafficKeys clientHandshakeKeys(SecretBytes premaster, byte[] clientContext1) {
        return trafficKeys(premaster, CLIENT_HANDSHAKE, clientContext1);
    }

    @Override
    public TrafficKeys serverApplicationKeys(SecretBytes groupMaster, byte[] serverContext) {
        return trafficKeys(groupMaster, SERVER_APPLICATION, serverContext);
    }

    @Override
    public TrafficKeys clientApplicationKeys(SecretBytes groupMaster, byte[] clientContext2) {
        return trafficKeys(groupMaster, CLIENT_APPLICATION, clientContext2);
    }

    private TrafficKeys trafficKeys(SecretBytes secret, String label, byte[] context) {
        SecretBytes traffic = trafficSecret(secret, label, context);
        try {
            return new TrafficKeys(
                    suite,
                    expandLabel(traffic, "key", EMPTY, suite.keyLength()),
                    expandLabel(traffic, "iv", EMPTY, CipherSuite.NONCE_LENGTH));
        } finally {
            traffic.destroy();
        }
    }

    /** Every traffic secret takes the hash of its context, the application secrets too (wire facts T2). */
    private SecretBytes trafficSecret(SecretBytes secret, String label, byte[] context) {
        SecretBytes extracted = hkdf.extract(new byte[hash.length()], secret.exposed());
        try {
            return expandLabel(extracted, label, Jca.digest(hash).digest(context), hash.length());
        } finally {
            extracted.destroy();
        }
    }

    /** No length prefixes and no terminators (wire facts 6.1). */
    private SecretBytes expandLabel(SecretBytes secret, String label, byte[] context, int length) {
        byte[] prefix = ("UFTP5 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = Arrays.copyOf(prefix, prefix.length + context.length);
        System.arraycopy(context, 0, info, prefix.length, context.length);
        return hkdf.expand(secret.exposed(), info, length);
    }

    /**
     * The finished key comes from the client's application secret, not from its key (wire facts T3); the HMAC is over the raw
     * bytes, without an inner hash (T4).
     */
    @Override
    public byte[] verifyData(SecretBytes groupMaster, byte[] clientContext2) {
        SecretBytes traffic = trafficSecret(groupMaster, CLIENT_APPLICATION, clientContext2);
        SecretBytes finished = expandLabel(traffic, "finished", EMPTY, hash.length());
        traffic.destroy();
        Mac hmac = Jca.hmac(hash, finished.exposed());
        finished.destroy();
        hmac.update(clientContext2);
        hmac.update(groupMaster.exposed());
        return hmac.doFinal();
    }

    @Override
    public boolean isVerifyData(SecretBytes groupMaster, byte[] clientContext2, byte[] received) {
        return received.length >= hash.length()
                && MessageDigest.isEqual(
                        verifyData(groupMaster, clientContext2), Arrays.copyOf(received, hash.length()));
    }

    @Override
    public byte[] wrapGroupMaster(
            TrafficKeys serverHandshake, long counter, byte[] clientContext2, SecretBytes groupMaster) {
        if (groupMaster.length() != GROUP_MASTER_LENGTH) {
            throw new IllegalArgumentException("a group master has no " + groupMaster.length() + " bytes");
        }
        byte[] aad = SignedData.groupMasterAad(clientContext2);
        byte[] wrapped = new byte[WRAPPED_LENGTH];
        Aead aead = Aeads.create(suite, serverHandshake.key().exposed());
        try {
            aead.seal(
                    nonce(serverHandshake, counter),
                    aad,
                    0,
                    aad.length,
                    groupMaster.exposed(),
                    0,
                    GROUP_MASTER_LENGTH,
                    wrapped,
                    0);
        } finally {
            aead.destroy();
        }
        return wrapped;
    }

    @Override
    public SecretBytes unwrapGroupMaster(
            TrafficKeys serverHandshake, long counter, byte[] clientContext2, byte[] wrapped) throws CryptoFailure {
        if (wrapped.length != WRAPPED_LENGTH) {
            throw CryptoFailure.of(Reason.BAD_LENGTH);
        }
        byte[] aad = SignedData.groupMasterAad(clientContext2);
        byte[] groupMaster = new byte[GROUP_MASTER_LENGTH];
        Aead aead = Aeads.create(suite, serverHandshake.key().exposed());
        try {
            if (!aead.open(
                    nonce(serverHandshake, counter), aad, 0, aad.length, wrapped, 0, WRAPPED_LENGTH, groupMaster, 0)) {
                throw CryptoFailure.of(Reason.NOT_AUTHENTIC, "group master");
            }
        } finally {
            aead.destroy();
        }
        return SecretBytes.owning(groupMaster);
    }

    private static byte[] nonce(TrafficKeys keys, long counter) {
        byte[] nonce = new byte[CipherSuite.NONCE_LENGTH];
        PacketNonce.write(keys.iv().exposed(), counter, nonce);
        return nonce;
    }
}
