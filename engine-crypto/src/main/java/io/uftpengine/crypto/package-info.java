/** Keys and packet protection: no messages, no sockets. */
package io.uftpengine.crypto;
