/** Header extensions of messages, one record each. */
package io.uftpengine.codec.extension;
