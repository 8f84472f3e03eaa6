/** Encoders and decoders that are identical in all protocol versions, one small stateless class for each message. */
package io.uftpengine.codec.shared;
