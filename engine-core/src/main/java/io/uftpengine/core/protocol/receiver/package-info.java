/** The receiver's protocol machine and its phases. */
package io.uftpengine.core.protocol.receiver;
