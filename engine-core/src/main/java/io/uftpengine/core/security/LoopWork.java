package io.uftpengine.core.security;

import java.util.Set;
import java.util.function.Supplier;

/** A key work that is a comparison, or less: all of it happens when it completes, but in its turn. */
final class LoopWork extends SecurityWork {
    private final Supplier<Result> whatToDo;

    LoopWork(Set<SecurityWork> underWay, Supplier<Result> whatToDo) {
        super(underWay);
        this.whatToDo = whatToDo;
    }

    @Override
    void work() {
        // Nothing is slow here.
    }

    @Override
    Result install() {
        return whatToDo.get();
    }
}
