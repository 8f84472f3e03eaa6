package io.uftpengine.core.protocol.machine;

/** Takes blocks that leave now; primitives only, for this runs once per block. */
@FunctionalInterface
public interface TransmitSink {
    /**
     * One FILESEG to the session's private group. Its bytes are the next block of the oldest unconsumed
     * {@link TaskResult.BlocksReady} run.
     *
     * @param sequence 0..65535
     * @param fileOffset position of the block in the file, bytes
     * @param length bytes of the block
     * @param stamp what its TFMCC extension carries, or {@link io.uftpengine.codec.data.TfmccStamp#NONE} in all of the session
     */
    void fileSeg(
            int sequence,
            int grttCode,
            int groupSizeCode,
            int fileId,
            int section,
            int block,
            long fileOffset,
            int length,
            long stamp);
}
