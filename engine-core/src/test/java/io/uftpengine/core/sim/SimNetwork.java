package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One sender in the middle, a link down and a link up for each receiver. */
final class SimNetwork {
    /** Addresses hold so many. */
    static final int MAX_RECEIVERS = 60_000;

    static final InetSocketAddress SENDER_ADDRESS = new InetSocketAddress(address(198, 18, 0, 1), 40_000);

    private static final int NOBODY = Integer.MIN_VALUE;
    private static final int RECEIVER_PORT = 1044;
    private static final int TRIM_PACKETS = 1 << 14;

    private final int senderId;
    private final SimLink[] down;
    private final SimLink[] up;
    private final InetSocketAddress[] addresses;
    private final SimObserver observer;
    private final boolean encrypted;
    private final List<SimAttacker.Tap> taps = new ArrayList<>();
    private final PacketLog log = new PacketLog();
    private final SimWire wire = new SimWire();
    private SimSenderHost sender;
    private SimReceiverHost[] receivers;
    private long pulled;
    private long upstreamPackets;
    private long deliveries;
    /** Under way, by negative packet numbers, so that they do not disturb the numbers of what is sent honestly. */
    private final Map<Long, Datagram> injected = new HashMap<>();

    private long injections;
    private long toStrangers;
    private boolean strangersAllowed;

    SimNetwork(int senderId, SimLink[] down, SimLink[] up, boolean encrypted, SimObserver observer) {
        this.senderId = senderId;
        this.down = down;
        this.up = up;
        this.encrypted = encrypted;
        this.observer = observer;
        addresses = new InetSocketAddress[down.length];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new InetSocketAddress(address(198, 19, i >> 8, i & 0xFF), RECEIVER_PORT);
        }
    }

    void connect(SimSenderHost theSender, SimReceiverHost[] theReceivers) {
        sender = theSender;
        receivers = theReceivers;
    }

    static InetAddress address(int a, int b, int c, int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    PacketLog log() {
        return log;
    }

    /** The link to a receiver. */
    SimLink down(int receiver) {
        return down[receiver];
    }

    int senderId() {
        return senderId;
    }

    /** Datagrams that have arrived at some receiver. */
    long deliveries() {
        return deliveries;
    }

    /** Nobody hears anything of what happens now before this much later. */
    long lookaheadNs() {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < down.length; i++) {
            shortest = Math.min(
                    shortest, Math.min(down[i].model().delayNs(), up[i].model().delayNs()));
        }
        return shortest;
    }

    SimWire wire() {
        return wire;
    }

    InetSocketAddress addressOf(int receiver) {
        return addresses[receiver];
    }

    /** From now on every datagram but FILESEGs is shown. */
    void tap(SimAttacker.Tap tap) {
        taps.add(tap);
    }

    /**
     * Puts a control message of the sender on the wire; its UDP payload length in bytes.
     *
     * @param security to seal it with; null when the session has none
     */
    int sendDown(SimSenderHost from, Action.Send send, SessionSecurity security) {
        return sendDown(
                from,
                send.header().function(),
                datagram(send.header(), send.message(), send.protection(), security, SENDER_ADDRESS),
                send.destination());
    }

    /** Puts a signed datagram of the sender on the wire; its function. */
    Function sendDownSigned(SimSenderHost from, byte[] bytes, Action.Destination destination) {
        Datagram datagram = wire.read(bytes, SENDER_ADDRESS);
        if (datagram.in() == null) {
            throw new SimulationFailure("sender signs what can't be read");
        }
        Function function = datagram.in().header().function();
        sendDown(from, function, datagram, destination);
        return function;
    }

    private int sendDown(SimSenderHost from, Function function, Datagram datagram, Action.Destination destination) {
        show(true, function, datagram, from.nowNs);
        int target = target(destination);
        long departure = from.depart(datagram.length() + SimWire.IP_UDP_BYTES);
        if (target == NOBODY) {
            toStrangers++;
        } else {
            log.addMessage(departure, target, function.code(), datagram);
        }
        return datagram.length();
    }

    private Datagram datagram(
            UftpHeader header,
            Message message,
            Protection protection,
            SessionSecurity security,
            InetSocketAddress from) {
        if (protection == Protection.CLEAR) {
            return wire.throughBytes(header, message, from, encrypted);
        }
        if (security == null) {
            throw new SimulationFailure("a session in the clear seals " + message);
        }
        return wire.seal(header, message, protection, security, from);
    }

    private void show(boolean fromSender, Function function, Datagram datagram, long nowNs) {
        for (SimAttacker.Tap tap : taps) {
            tap.onDatagram(fromSender, function, datagram.from(), datagram.bytes(), nowNs);
        }
    }

    /** Gives the sender a datagram that no receiver has sent. */
    void injectUp(long nowNs, byte[] bytes, InetSocketAddress from) {
        sender.arrives(nowNs + lookaheadNs(), wire.read(bytes, from));
    }

    /** Gives a receiver a datagram that the sender has not sent. */
    void injectDown(int receiver, long nowNs, byte[] bytes, InetSocketAddress from) {
        if (receivers[receiver].isUp()) {
            long packet = - ++injections;
            injected.put(packet, wire.read(bytes, from));
            receivers[receiver].arrives(nowNs + lookaheadNs(), packet);
        }
    }

    /** What arrives under a negative packet number; once. */
    Datagram injected(long packet) {
        return injected.remove(packet);
    }

    /** Datagrams that the sender has sent to nobody in the scenario. */
    long toStrangers() {
        return toStrangers;
    }

    private int target(Action.Destination destination) {
        if (destination instanceof Action.PublicGroup) {
            return PacketLog.PUBLIC;
        }
        if (destination instanceof Action.PrivateGroup) {
            return PacketLog.PRIVATE;
        }
        InetSocketAddress to = ((Action.Unicast) destination).address();
        byte[] bytes = to.getAddress().getAddress();
        int index = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        if (index >= addresses.length || !addresses[index].equals(to)) {
            if (strangersAllowed) {
                return NOBODY;
            }
            throw new SimulationFailure("sender sends to a stranger: " + to);
        }
        return index;
    }

    /** There are others on the network: the sender may answer them. */
    void allowStrangers() {
        strangersAllowed = true;
    }

    /**
     * Puts a receiver's message on the wire.
     *
     * @param security to seal it with; null when the session has none
     */
    void sendUp(int receiver, long nowNs, Action.Send send, SessionSecurity security) {
        if (!(send.destination() instanceof Action.Unicast unicast)
                || !unicast.address().equals(SENDER_ADDRESS)) {
            throw new SimulationFailure(
                    "receiver " + receiver + " does not answer to the sender: " + send.destination());
        }
        Datagram datagram = datagram(send.header(), send.message(), send.protection(), security, addresses[receiver]);
        Function function = send.header().function();
        show(false, function, datagram, nowNs);
        SimLink link = up[receiver];
        int copies = link.offer(nowNs, function.code(), datagram.length() + SimWire.IP_UDP_BYTES, upstreamPackets++);
        if (copies > 0) {
            sender.arrives(link.firstArrivalNs(), datagram);
        }
        if (copies > 1) {
            sender.arrives(link.secondArrivalNs(), datagram);
        }
    }

    /** Gives every receiver's link what the sender has sent since the last time. */
    void fanOut() {
        long end = log.end();
        if (pulled == end) {
            return;
        }
        for (int i = 0; i < receivers.length; i++) {
            fanOutTo(i, end);
        }
        pulled = end;
        if (end - log.first() > TRIM_PACKETS) {
            trim(end);
        }
    }

    private void fanOutTo(int index, long end) {
        SimReceiverHost receiver = receivers[index];
        if (!receiver.isUp()) {
            return;
        }
        SimLink link = down[index];
        for (long packet = pulled; packet < end; packet++) {
            int target = log.target(packet);
            if (target >= 0 && target != index) {
                continue;
            }
            int copies = link.offer(
                    log.departureNs(packet),
                    log.function(packet),
                    log.datagramLength(packet) + SimWire.IP_UDP_BYTES,
                    packet);
            if (copies > 0) {
                receiver.arrives(link.firstArrivalNs(), packet);
                deliveries += copies;
            }
            if (copies > 1) {
                receiver.arrives(link.secondArrivalNs(), packet);
            }
        }
    }

    private void trim(long end) {
        long oldest = end;
        for (SimReceiverHost receiver : receivers) {
            oldest = receiver.oldestPacket(oldest);
        }
        log.trimBefore(oldest);
    }

    /** Who gets a file must have it when the sender says so. */
    void checkInPlace(SessionEvent.FileResult result) {
        if (!receiver(result.receiverId()).hasHad(result.fileId())) {
            throw new SimulationFailure("sender reports a success that is none: " + result);
        }
    }

    /** A success that the sender has not taken back by the end must be one, with the right content. */
    void checkSuccess(int receiverId, int fileId) {
        if (!receiver(receiverId).hasHadRight(fileId)) {
            throw new SimulationFailure(
                    String.format("sender leaves a success that is none: file %d at %08X", fileId, receiverId));
        }
    }

    private SimReceiverHost receiver(int receiverId) {
        int index = receiverId - Simulation.FIRST_RECEIVER_ID;
        if (index < 0 || index >= receivers.length) {
            throw new SimulationFailure(
                    String.format("sender speaks of receiver %08X, which there is not", receiverId));
        }
        return receivers[index];
    }

    void tell(SimHost host, SessionEvent event) {
        if (observer != null) {
            observer.onEvent(host.name(), host.nowNs, event);
        }
    }
}
