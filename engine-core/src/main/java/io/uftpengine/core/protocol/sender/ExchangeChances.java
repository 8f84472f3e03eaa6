package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Register;

/**
 * Which exchange of keys has to give way to which REGISTER. Anyone can send one in anyone's name, and until its author proves
 * itself, by CLIENT_KEY or by KEYINFO_ACK, nothing tells the receiver's own from a forged one.
 *
 * <p>So an exchange gives way only when it has had time to prove itself, and to a REGISTER of the same receiver only if that
 * is repeated, as receivers do every 5 GRTT: a flood of made-up ones neither keeps a receiver out nor throws it out again. Who
 * repeats several forged ones in turn for one receiver can still keep that out. A proven exchange stays.
 */
final class ExchangeChances {
    /** Time in which the host gets through its work, and a receiver through its own. */
    private static final long WORK_NS = 250_000_000;

    private final GrttControl grtt;
    private final SeenRegisters seen = new SeenRegisters();

    ExchangeChances(GrttControl grtt) {
        this.grtt = grtt;
    }

    /** An exchange begins with that REGISTER: should something take its place, it is a repeated one. */
    void onBegin(int receiverId, Register register) {
        seen.wasSeen(receiverId, register);
    }

    /** Whether a receiver's exchange gives way to another REGISTER of that receiver. */
    boolean isReplacedBy(Register register, int receiverId, Exchange exchange, long nowNs) {
        return !exchange.proven
                && seen.wasSeen(receiverId, register)
                && isOver(exchange, grtt.timerNs() + WORK_NS, nowNs);
    }

    /** Whether the oldest of too many exchanges gives way to that of a newcomer; to one that comes again a little sooner. */
    boolean givesWay(Exchange oldest, int newcomerId, Register register, long nowNs) {
        boolean isRepeated = seen.wasSeen(newcomerId, register);
        return isOver(oldest, isRepeated ? WORK_NS : grtt.timerNs() + WORK_NS, nowNs);
    }

    /** What the host works at stays: its answers don't all tell one exchange of a receiver from the next. */
    private static boolean isOver(Exchange exchange, long chanceNs, long nowNs) {
        return !exchange.proven
                && !exchange.isUnderWay()
                && (exchange.wrongClientKeys > 0 || nowNs - exchange.keyedNs >= chanceNs);
    }
}
