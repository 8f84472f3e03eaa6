/** What the protocol may see of cryptography: names of algorithms, secrets as opaque values, and the operations on packets. */
package io.uftpengine.crypto.api;
