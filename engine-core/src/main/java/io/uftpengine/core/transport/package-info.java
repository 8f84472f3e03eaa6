/** Sockets, pipeline handlers and the drivers that run protocol machines on an event loop. */
package io.uftpengine.core.transport;
