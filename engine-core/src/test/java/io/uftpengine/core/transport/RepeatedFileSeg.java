package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.crypto.api.CryptoFailure;

/**
 * Lets one sealed FILESEG stand for any number of them: real keys open it and judge its counter each time, and only then is
 * a counter that was seen before forgiven, and the block given the number that is due. So what is measured with it need not
 * seal a packet for each that it opens.
 */
final class RepeatedFileSeg implements SessionSecurity {
    private final SessionSecurity real;
    private int fileId;
    private int sectionBlocks;
    private int section;
    private int block;

    RepeatedFileSeg(SessionSecurity real) {
        this.real = real;
    }

    /** From now on FILESEGs are the blocks of that file, one after the other. */
    void count(int ofFileId, int ofSectionBlocks) {
        fileId = ofFileId;
        sectionBlocks = ofSectionBlocks;
    }

    @Override
    public Opening open(ByteBuf datagram) {
        Opening opening = real.open(datagram);
        if (opening == Opening.REPLAYED) {
            uncover(datagram);
            opening = Opening.APPLICATION;
        }
        if (opening == Opening.APPLICATION && FileSegReader.isFileSeg(datagram)) {
            FileSegWriter.setMessage(datagram, datagram.readerIndex() + UftpHeader.LENGTH, fileId, section, block);
            if (++block == sectionBlocks) {
                block = 0;
                section++;
            }
        }
        return opening;
    }

    /** What is left to do when the counter is not accepted: the payload has been opened. */
    private static void uncover(ByteBuf datagram) {
        int start = datagram.readerIndex();
        long first = datagram.getLong(start);
        long second = datagram.getLong(start + Long.BYTES);
        datagram.setLong(start + HEADER_LENGTH, first);
        datagram.setLong(start + HEADER_LENGTH + Long.BYTES, second);
        datagram.setByte(start + HEADER_LENGTH + 1, Function.FILESEG.code());
        datagram.setIndex(start + HEADER_LENGTH, datagram.writerIndex() - (OVERHEAD - HEADER_LENGTH));
    }

    @Override
    public int seal(ByteBuf datagram, int start, int messageLength, Protection protection) throws CryptoFailure {
        return real.seal(datagram, start, messageLength, protection);
    }

    @Override
    public KeyWork begin(Action.KeyAction action) {
        return real.begin(action);
    }

    @Override
    public void destroy() {
        real.destroy();
    }
}
