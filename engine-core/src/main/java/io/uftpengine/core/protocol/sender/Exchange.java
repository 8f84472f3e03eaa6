package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Register;
import java.net.InetSocketAddress;

/** The keys being agreed with one receiver, from a REGISTER to the proof that its author has the group master. */
final class Exchange {
    /** What is waited for. */
    enum Step {
        /** Its turn: the host has as much to do as it may. */
        WAITING,
        /** The host: agreeing on keys. */
        AGREEING,
        /** The receiver. */
        CLIENT_KEY,
        /** The host: checking the CLIENT_KEY. */
        VERIFYING,
        /** The receiver: it has been, or is about to be, listed in a KEYINFO. */
        KEYINFO_ACK,
        /** The host: comparing verify data. */
        CHECKING,
        /** Nothing any more. */
        CONFIRMED
    }

    private final int number;
    private final Bytes random;
    private final Bytes keyMaterial;
    /** From the first REGISTER, or {@link io.uftpengine.core.protocol.session.RttSample#IMPLAUSIBLE}. */
    private final long rttNs;

    Step step = Step.WAITING;
    /** Where the REGISTER, and later the proof, came from. */
    InetSocketAddress remote;
    /** When it began. */
    long askedNs;
    /** When the keys were agreed. */
    long keyedNs;
    /** It is the receiver's own: its CLIENT_KEY was right, or its verify data. */
    boolean proven;
    /** CLIENT_KEYs that were wrong; each came from the author of the REGISTER. */
    int wrongClientKeys;
    /** When a KEYINFO listed it last. */
    long listedNs;
    /** It was listed in a KEYINFO. */
    boolean wasListed;

    Exchange(int number, Register register, InetSocketAddress remote, long rttNs) {
        this.number = number;
        this.remote = remote;
        this.rttNs = rttNs;
        random = register.random();
        keyMaterial = register.keyMaterial();
    }

    /** As the host counts it, from 1. */
    int number() {
        return number;
    }

    long rttNs() {
        return rttNs;
    }

    /** Whether that REGISTER is the one that began it, repeated (wire facts 6.5). */
    boolean isOf(Register register) {
        return random.equals(register.random()) && keyMaterial.equals(register.keyMaterial());
    }

    /** What the keys are agreed from. */
    Bytes random() {
        return random;
    }

    /** What the keys are agreed from. */
    Bytes keyMaterial() {
        return keyMaterial;
    }

    /** Whether the host works at it, or will; its answers don't all tell one exchange of a receiver from the next. */
    boolean isUnderWay() {
        return switch (step) {
            case WAITING, AGREEING, VERIFYING, CHECKING -> true;
            case CLIENT_KEY, KEYINFO_ACK, CONFIRMED -> false;
        };
    }

    /** What was missing, for people. */
    String missing() {
        return switch (step) {
            case WAITING, AGREEING -> "keys were not agreed in time";
            case CLIENT_KEY -> "no CLIENT_KEY";
            case VERIFYING -> "its CLIENT_KEY was not checked in time";
            case KEYINFO_ACK -> "no KEYINFO_ACK";
            case CHECKING -> "its KEYINFO_ACK was not checked in time";
            case CONFIRMED -> "";
        };
    }
}
