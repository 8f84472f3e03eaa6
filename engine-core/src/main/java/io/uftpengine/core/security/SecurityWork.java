package io.uftpengine.core.security;

import java.util.Set;

/**
 * A key work that owns every secret it touches: it copies what it needs when it begins, and nobody but the thread that
 * performs it sees what it makes until it completes. So a session may be destroyed, or keys replaced, at any moment of it.
 */
abstract class SecurityWork implements KeyWork {
    private enum State {
        BEGUN,
        PERFORMING,
        PERFORMED,
        OVER
    }

    private final Set<SecurityWork> underWay;
    private State state = State.BEGUN;
    private boolean isDiscarded;

    /** Joins those under way, which are the event loop's. */
    SecurityWork(Set<SecurityWork> underWay) {
        this.underWay = underWay;
        underWay.add(this);
    }

    /** The slow part, on any thread; sees nothing but this object. */
    abstract void work();

    /** On the event loop, after {@link #work}; takes over the secrets that it keeps. */
    abstract Result install();

    /** Overwrites what has been copied or made and is not taken over. May be called again. */
    void wipe() {}

    @Override
    public final void perform() {
        if (!enter()) {
            return;
        }
        boolean isDone = false;
        try {
            work();
            isDone = true;
        } finally {
            leave(isDone);
        }
    }

    private synchronized boolean enter() {
        if (state != State.BEGUN) {
            return false;
        }
        state = State.PERFORMING;
        return true;
    }

    private synchronized void leave(boolean isDone) {
        state = isDone && !isDiscarded ? State.PERFORMED : State.OVER;
        if (state == State.OVER) {
            wipe();
        }
    }

    @Override
    public final Result complete() {
        underWay.remove(this);
        synchronized (this) {
            if (state != State.PERFORMED) {
                discard();
                return Result.NOTHING;
            }
            state = State.OVER;
        }
        try {
            return install();
        } finally {
            wipe();
        }
    }

    /** It shall come to nothing: the session is gone. */
    final synchronized void discard() {
        isDiscarded = true;
        if (state != State.PERFORMING) {
            state = State.OVER;
            wipe();
        }
    }
}
