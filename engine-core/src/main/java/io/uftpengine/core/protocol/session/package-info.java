/** What sender and receiver sessions have in common: round-trip times, sequence numbers, retries, text of peers. */
package io.uftpengine.core.protocol.session;
