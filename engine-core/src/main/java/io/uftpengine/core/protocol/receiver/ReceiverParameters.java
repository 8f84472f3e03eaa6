package io.uftpengine.core.protocol.receiver;

/**
 * What a {@link ReceiverSession} needs to know beside the ANNOUNCE that starts it.
 *
 * @param uniqueId this receiver's ID
 * @param epochOffsetMicros microseconds since the epoch = this + nowNs / 1000
 * @param trust whom it takes files from
 */
public record ReceiverParameters(int uniqueId, long epochOffsetMicros, SenderTrust trust) {}
