/** Entry point of the codec: from the version byte to the wire format. */
package io.uftpengine.codec.wire;
