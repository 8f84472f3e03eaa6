package io.uftpengine.benchmarks.crypto;

/** Protection of one packet under one key, as one of the providers or the engine has it. */
interface PacketCipher {
    /** Seals the packet in place, under a nonce that was not used before. */
    void seal() throws Exception;

    /** Opens the packet, sealed by the last {@link #seal}, in place; a packet that is not authentic is an exception. */
    void open() throws Exception;
}
