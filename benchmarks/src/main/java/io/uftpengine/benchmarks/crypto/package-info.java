/** What protecting a packet and a handshake cost, and which provider does it fastest. */
package io.uftpengine.benchmarks.crypto;
