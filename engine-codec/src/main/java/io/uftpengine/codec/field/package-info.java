/** Values that several messages carry, and the quantized encodings of wire facts 2. */
package io.uftpengine.codec.field;
