package io.uftpengine.crypto.api;

/**
 * How one protocol version gets from shared secrets to keys. Stateless: every secret is a parameter, and every result
 * belongs to the caller, who destroys it. Contexts are the byte strings that the version defines (for 5: wire facts 6.3).
 */
public interface KeySchedule {
    CipherSuite suite();

    HashAlgorithm hash();

    /** Keys that the sender (or proxy) wraps the group master with for one receiver. */
    TrafficKeys serverHandshakeKeys(SecretBytes premaster, byte[] clientContext1);

    /** Keys of the receiver's packets before KEYINFO. */
    TrafficKeys clientHandshakeKeys(SecretBytes premaster, byte[] clientContext1);

    /** Keys of the sender's packets to the group. */
    TrafficKeys serverApplicationKeys(SecretBytes groupMaster, byte[] serverContext);

    /** Keys of one receiver's packets after KEYINFO. */
    TrafficKeys clientApplicationKeys(SecretBytes groupMaster, byte[] clientContext2);

    /** What a receiver's KEYINFO_ACK carries, {@link HashAlgorithm#length} bytes. */
    byte[] verifyData(SecretBytes groupMaster, byte[] clientContext2);

    /**
     * Whether the verify data of a KEYINFO_ACK is right, in constant time.
     *
     * @param received at least {@link HashAlgorithm#length} bytes, of which the first count; fewer are wrong
     */
    boolean isVerifyData(SecretBytes groupMaster, byte[] clientContext2, byte[] received);

    /** One receiver's entry of a KEYINFO, without the ID: the group master wrapped, 48 bytes. */
    byte[] wrapGroupMaster(TrafficKeys serverHandshake, long counter, byte[] clientContext2, SecretBytes groupMaster);

    /**
     * The group master of a KEYINFO entry.
     *
     * @throws CryptoFailure when it is not authentic
     */
    SecretBytes unwrapGroupMaster(TrafficKeys serverHandshake, long counter, byte[] clientContext2, byte[] wrapped)
            throws CryptoFailure;
}
