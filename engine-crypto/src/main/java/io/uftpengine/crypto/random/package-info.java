/** Unpredictable values. */
package io.uftpengine.crypto.random;
