package io.uftpengine.codec.extension;

/**
 * A header extension. The reference programs look only at the first one of a message (T14): a known extension goes first, and
 * FILEINFO, DONE_CONF and CONG_CTRL never have any (T12, T13).
 */
public sealed interface HeaderExtension permits EncInfo, TfmccData, TfmccAck, FreeSpace, UnknownExtension {
    /** The number on the wire (protocol 5.3.8). */
    int type();
}
