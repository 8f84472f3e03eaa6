package io.uftpengine.core.transport;

import io.uftpengine.core.protocol.machine.Inbound;

/**
 * A decoded control message on its way through the pipeline.
 *
 * @param datagramLength UDP payload length in bytes
 */
record ReceivedMessage(Inbound inbound, int datagramLength) {}
