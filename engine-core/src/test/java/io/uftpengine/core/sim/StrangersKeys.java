package io.uftpengine.core.sim;

import io.netty.buffer.ByteBuf;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.crypto.api.CryptoFailure;

/**
 * A sender's keys that only pretend to agree with strangers, who will never prove anything: in virtual time it costs the same, and a
 * hundred thousand real agreements would take minutes.
 */
final class StrangersKeys implements SessionSecurity {
    private final SessionSecurity real;
    private final int firstStranger;

    /** @param firstStranger IDs from this on, up to the largest positive one, are strangers */
    StrangersKeys(SessionSecurity real, int firstStranger) {
        this.real = real;
        this.firstStranger = firstStranger;
    }

    @Override
    public KeyWork begin(Action.KeyAction action) {
        if (action instanceof Action.AgreeKeys agree && agree.receiverId() >= firstStranger) {
            return new Pretence(
                    new KeyWork.Result(new TaskResult.ReceiverKeyed(agree.receiverId(), agree.exchange()), null, null));
        }
        if (action instanceof Action.DropKeys drop && drop.receiverId() >= firstStranger) {
            return new Pretence(KeyWork.Result.NOTHING);
        }
        return real.begin(action);
    }

    private record Pretence(KeyWork.Result result) implements KeyWork {
        @Override
        public void perform() {}

        @Override
        public Result complete() {
            return result;
        }
    }

    @Override
    public Opening open(ByteBuf datagram) {
        return real.open(datagram);
    }

    @Override
    public int seal(ByteBuf datagram, int start, int messageLength, Protection protection) throws CryptoFailure {
        return real.seal(datagram, start, messageLength, protection);
    }

    @Override
    public void destroy() {
        real.destroy();
    }
}
