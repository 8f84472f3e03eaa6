package io.uftpengine.core.management;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The socket of a connection, which never blocks. */
interface Line {
    /** Bytes read; 0 = there are none yet, -1 = there will be no more. */
    int read(ByteBuffer into) throws IOException;

    /** Writes as much as it takes now. */
    void write(ByteBuffer[] from) throws IOException;

    /** Calls on when it takes more; or no longer. */
    void awaitWritable(boolean wanted);

    /** There is nothing more to say, but it is listened on. */
    void endOutput() throws IOException;

    /** Idempotent. */
    void close();
}
