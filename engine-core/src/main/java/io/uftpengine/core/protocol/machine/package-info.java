/** The contract between a protocol machine and its host: inputs, actions, events, blocks to transmit. */
package io.uftpengine.core.protocol.machine;
