package io.uftpengine.core.security;

import io.netty.buffer.ByteBuf;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.ReplayWindow;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.packet.OpenerPool;
import io.uftpengine.crypto.packet.SlidingReplayWindow;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A sender's keys with one receiver. There are very many of them, so each is small, and what the receiver's confirmation
 * makes superfluous goes. Used by the session's event loop.
 */
final class ReceiverKeys {
    /** The newest exchange that was asked for; results of older ones come too late. */
    private int latestExchange;
    /** The exchange whose keys these are, 0 = none. */
    private int exchange;

    private byte[] clientContext1;
    private TrafficKeys serverHandshake;
    private PacketOpener handshake;

    private byte[] clientContext2;
    private byte[] verifyData;
    private PacketOpener application;
    private ReplayWindow window;
    private boolean isConfirmed;

    /** The keys there are go at once: what comes now is sealed with those that are being made, and must wait for them. */
    void ask(int newExchange) {
        destroy();
        latestExchange = newExchange;
    }

    int latestExchange() {
        return latestExchange;
    }

    boolean isLatest(int someExchange) {
        return someExchange == latestExchange;
    }

    /** Whether a CLIENT_KEY of that exchange can be judged. */
    boolean isAgreed(int someExchange) {
        return someExchange == latestExchange && someExchange == exchange;
    }

    /** C1, or null when it has served. */
    byte[] clientContext1() {
        return clientContext1;
    }

    /** C2, or null when it is not known yet, or has served. */
    byte[] clientContext2() {
        return clientContext2;
    }

    /** Whether KEYINFO has something to wrap for it. */
    boolean isReady() {
        return clientContext2 != null;
    }

    boolean isConfirmed() {
        return isConfirmed;
    }

    /** What the group master is wrapped with, another copy; only when {@link #isReady}. */
    TrafficKeys copyServerHandshake() {
        return serverHandshake.copy();
    }

    /** Takes over the keys of the latest exchange, in place of all others. */
    void install(HandshakeKeys keys, OpenerPool openers) {
        destroy();
        exchange = latestExchange;
        clientContext1 = keys.clientContext1();
        serverHandshake = keys.server();
        handshake = keys.client() == null ? null : openers.opener(keys.client());
        window = new SlidingReplayWindow();
    }

    /** Takes over the application keys. The handshake keys have not served yet: CLIENT_KEY may come again. */
    void install(ApplicationKeys keys, OpenerPool openers) {
        clientContext2 = keys.clientContext2();
        verifyData = keys.verifyData();
        application = openers.opener(keys.traffic());
    }

    /** The handshake key first, then the application key; one counter for both (wire facts 6.5, 6.6). */
    Opening open(ByteBuf datagram) {
        if (handshake == null && application == null) {
            return Opening.NO_KEYS;
        }
        Opening opened = Opening.NOT_AUTHENTIC;
        if (handshake != null && isOpened(datagram, handshake)) {
            opened = Opening.HANDSHAKE;
        } else if (application != null && isOpened(datagram, application)) {
            opened = Opening.APPLICATION;
        }
        return opened.isAuthentic() ? EncryptedDatagram.admit(datagram, window, opened) : opened;
    }

    private static boolean isOpened(ByteBuf datagram, PacketOpener opener) {
        try {
            EncryptedDatagram.open(datagram, opener);
            return true;
        } catch (CryptoFailure notThisKey) {
            return false;
        }
    }

    /** Whether the verify data is right, in constant time; longer than the hash is allowed (wire facts T5). */
    boolean isVerifyData(byte[] received) {
        return verifyData != null
                && received.length >= verifyData.length
                && MessageDigest.isEqual(verifyData, Arrays.copyOf(received, verifyData.length));
    }

    /** The receiver has proved that it has the group master: only its application key is left. */
    void confirm() {
        isConfirmed = true;
        dropHandshake();
    }

    private void dropHandshake() {
        clientContext1 = null;
        clientContext2 = null;
        if (verifyData != null) {
            Arrays.fill(verifyData, (byte) 0);
            verifyData = null;
        }
        if (serverHandshake != null) {
            serverHandshake.destroy();
            serverHandshake = null;
        }
        if (handshake != null) {
            handshake.destroy();
            handshake = null;
        }
    }

    /** Overwrites all keys; new ones may be installed. */
    void destroy() {
        dropHandshake();
        if (application != null) {
            application.destroy();
            application = null;
        }
        window = null;
        exchange = 0;
        isConfirmed = false;
    }
}
