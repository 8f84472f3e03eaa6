/** Blocks, sections and the sets of blocks that are missing or wanted. */
package io.uftpengine.core.protocol.transfer;
