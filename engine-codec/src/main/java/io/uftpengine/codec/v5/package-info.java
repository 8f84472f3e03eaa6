/** Encoders and decoders of what only protocol 5 has in this form, and the table of all its messages. */
package io.uftpengine.codec.v5;
