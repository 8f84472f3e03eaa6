/** Signing keys, signatures in wire form, fingerprints. */
package io.uftpengine.crypto.signature;
