/** Bytes to messages and back: no keys, no session state, no policy. */
package io.uftpengine.codec;
