/** The engine: protocol machines without I/O, and the transport, storage and public API around them. */
package io.uftpengine.core;
