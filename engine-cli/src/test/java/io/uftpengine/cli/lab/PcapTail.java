package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Follows a capture file that is being written, datagram by datagram. */
final class PcapTail implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final long POLL_NS = 500_000;

    private final FileChannel channel;
    private final ByteBuffer in =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private int frame;

    PcapTail(Path file) throws IOException {
        channel = FileChannel.open(file);
        channel.position(Pcap.fileHeaderLength());
    }

    /** The next datagram; null when there was none for that long. */
    Pcap.Datagram next(long patienceNs) throws IOException {
        long deadline = System.nanoTime() + patienceNs;
        while (true) {
            while (Pcap.hasRecord(in)) {
                Pcap.Datagram datagram = Pcap.nextRecord(in, ++frame);
                if (datagram != null) {
                    return datagram;
                }
            }
            in.compact();
            int read = channel.read(in);
            in.flip();
            if (read <= 0) {
                if (System.nanoTime() > deadline) {
                    return null;
                }
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
