/** Key files and trust lists. */
package io.uftpengine.crypto.keystore;
