package io.uftpengine.core.management;

import java.util.Optional;

/** Whether a role does its work: first not yet, then ready, at last never again. Safe for use by any thread. */
public final class Readiness {
    private String whyNot = "starting";
    private boolean ending;

    /** The role is up: a receiver has joined its groups, a sender's session runs. Nothing once it is {@link #ending}. */
    public synchronized void ready() {
        if (!ending) {
            whyNot = null;
        }
    }

    /** The role stops. The first reason stays. */
    public synchronized void ending(String reason) {
        if (!ending) {
            ending = true;
            whyNot = reason;
        }
    }

    /** Why it is not ready, one line, or nothing when it is. */
    public synchronized Optional<String> whyNot() {
        return Optional.ofNullable(whyNot);
    }
}
