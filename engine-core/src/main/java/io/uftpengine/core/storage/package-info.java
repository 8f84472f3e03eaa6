/**
 * Everything that touches the files that are sent and received.
 *
 * <p>Classes here are thread-agnostic: each states its single writer, callers run blocking calls on a disk thread.
 * Names from the network are bytes ({@link io.uftpengine.core.storage.RawName}), reach the file system as exactly those
 * bytes whatever the locale, and never lead out of the destination directory.
 *
 * <p>Disk threads must not be interrupted: the JDK closes a file channel when its thread is interrupted.
 */
package io.uftpengine.core.storage;
