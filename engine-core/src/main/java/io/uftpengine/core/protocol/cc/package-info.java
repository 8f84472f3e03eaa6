/** How fast packets may leave. */
package io.uftpengine.core.protocol.cc;
