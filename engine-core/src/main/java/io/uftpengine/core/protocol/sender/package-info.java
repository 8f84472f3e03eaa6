/** The sender's protocol machine and its phases. */
package io.uftpengine.core.protocol.sender;
