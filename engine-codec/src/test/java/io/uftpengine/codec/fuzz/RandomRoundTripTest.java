package io.uftpengine.codec.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.testkit.RandomMessages;
import io.uftpengine.codec.testkit.Wire;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever can be said in protocol 5 comes out of the wire as it went in. */
class RandomRoundTripTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @EnumSource(value = Function.class, mode = EnumSource.Mode.EXCLUDE, names = "KEY_REQ")
    void shouldDecodeWhatItEncoded(Function function) throws DecodeException {
        long seed = System.nanoTime();
        System.out.println(function + ": seed " + seed);
        RandomMessages messages = new RandomMessages(new Random(seed));
        ByteBuf datagram = Unpooled.buffer();
        for (int round = 0; round < ROUNDS; round++) {
            UftpHeader header = messages.header(function);
            Message message = messages.message(function);
            int start = round % 7;
            datagram.clear().writeZero(start);
            Wire.V5.encode(header, message, datagram);
            datagram.readerIndex(start);
            assertEquals(header, Wire.V5.decodeHeader(datagram), () -> "seed " + seed);
            assertEquals(message, Wire.V5.decode(header, datagram), () -> "seed " + seed);
        }
    }
}
