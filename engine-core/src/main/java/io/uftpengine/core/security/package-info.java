/**
 * The keys of sessions: what a machine's {@code KeyAction}s come to, and the protection of datagrams. Knows messages and
 * keys, but no sockets and no threads; the transport and the simulator run it alike.
 */
package io.uftpengine.core.security;
