/** Messages, one record each, named as in the protocol text. */
package io.uftpengine.codec.message;
