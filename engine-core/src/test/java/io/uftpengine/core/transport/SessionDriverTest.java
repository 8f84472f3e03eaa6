package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;

class SessionDriverTest {
    private final RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(SessionDriverTest.class));
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final DatagramWriter writer = new DatagramWriter(channel, new TransportCounters(), log);

    /** Whoever hears of the end may end the process. */
    @Test
    void shouldSendTheLastWordsBeforeItTellsOfTheEnd() {
        ScriptedMachine machine = new ScriptedMachine();
        UftpHeader header = new UftpHeader(
                ProtocolProfile.PROTOCOL_5.version(), Function.REG_CONF, 0, 1, Datagrams.GROUP, 0, 255, 0);
        machine.actions.add(new Action.Send(header, Datagrams.regConf(), null));
        List<Integer> sentBefore = new ArrayList<>();
        ScriptedHost host =
                new ScriptedHost(() -> sentBefore.add(channel.outboundMessages().size()));
        new SessionDriver(machine, host, null, writer, channel.eventLoop(), () -> 0).abort("enough");
        assertEquals(List.of(1), sentBefore);
        DatagramPacket sent = channel.readOutbound();
        sent.release();
        channel.finishAndReleaseAll();
    }
}
