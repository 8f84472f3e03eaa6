package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.TaskResult;
import java.net.InetSocketAddress;

/**
 * Somebody on the network who is no part of the session: hears everything but the blocks, and sends whatever it likes under any
 * address. What it sends is not lost, and arrives after the shortest delay of any link.
 */
public final class SimAttacker extends SimHost {
    private static final int PORT = 6666;

    /** What an attacker does. */
    @FunctionalInterface
    public interface Attack {
        /** Called before the session begins. */
        void arrange(SimAttacker attacker);
    }

    /** Shows what is on the wire. */
    @FunctionalInterface
    public interface Tap {
        /**
         * @param function of the message, also when it is sealed: more than an attacker could know, for tests
         * @param datagram the whole UDP payload, not to be changed; null in sessions without encryption
         * @param nowNs when it was sent
         */
        void onDatagram(boolean fromSender, Function function, InetSocketAddress from, byte[] datagram, long nowNs);
    }

    private final SimNetwork network;
    private final int receivers;
    private long injected;

    SimAttacker(SimNetwork network, int receivers) {
        this.network = network;
        this.receivers = receivers;
        network.allowStrangers();
    }

    /** Does something at a time, from within it or before. */
    public void later(long timeNs, Runnable what) {
        at(timeNs, what);
    }

    /** Hears everything from now on. */
    public void listen(Tap tap) {
        network.tap(tap);
    }

    /** Nanoseconds of virtual time from the start. */
    public long nowNs() {
        return nowNs;
    }

    /** Receivers in the scenario. */
    public int receivers() {
        return receivers;
    }

    /** An address of its own. */
    public InetSocketAddress ownAddress() {
        return new InetSocketAddress(SimNetwork.address(198, 18, 66, 6), PORT);
    }

    /** The sender's address, to send under. */
    public InetSocketAddress senderAddress() {
        return SimNetwork.SENDER_ADDRESS;
    }

    /** A receiver's address, to send under. */
    public InetSocketAddress receiverAddress(int receiver) {
        return network.addressOf(receiver);
    }

    /** The bytes of a message in the clear. */
    public byte[] bytesOf(UftpHeader header, Message message) {
        return network.wire().bytesOf(header, message);
    }

    /** Sends to the sender. */
    public void toSender(byte[] datagram, InetSocketAddress from) {
        injected++;
        network.injectUp(nowNs, datagram, from);
    }

    /** Sends to one receiver. */
    public void toReceiver(int receiver, byte[] datagram, InetSocketAddress from) {
        injected++;
        network.injectDown(receiver, nowNs, datagram, from);
    }

    /** Sends to all receivers. */
    public void toGroup(byte[] datagram, InetSocketAddress from) {
        for (int i = 0; i < receivers; i++) {
            toReceiver(i, datagram, from);
        }
    }

    /** Datagrams sent. */
    public long injected() {
        return injected;
    }

    @Override
    String name() {
        return "attacker";
    }

    /** Nobody waits for it. */
    @Override
    boolean isOver() {
        return true;
    }

    @Override
    protected long nextArrivalNs() {
        return EventQueue.NEVER;
    }

    @Override
    protected void onArrival(long arrivalNs) {
        throw new IllegalStateException("nothing arrives at an attacker");
    }

    @Override
    protected void onTask(TaskResult result) {
        throw new IllegalStateException("an attacker has no disk");
    }

    @Override
    protected void onTimer() {
        throw new IllegalStateException("an attacker has no machine");
    }
}
