/** Public keys to and from the protocol's key blobs. */
package io.uftpengine.crypto.keyblob;
