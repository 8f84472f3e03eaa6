/** Ephemeral ECDH. */
package io.uftpengine.crypto.exchange;
