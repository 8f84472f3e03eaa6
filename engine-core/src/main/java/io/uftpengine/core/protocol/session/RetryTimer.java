package io.uftpengine.core.protocol.session;

/**
 * When to send something again, and when to give up: at most {@code robust} attempts, 3 GRTT apart (protocol 2, wire
 * facts 8.1 to 8.3).
 *
 * <p>After a few quick attempts the pause grows by a share of {@link #PATIENCE_NS}: with the smallest GRTT 20 attempts
 * would otherwise be over after 0.6 s, which a pause of a busy receiver's program outlasts. So an unanswered message is
 * given up within {@code robust * 3 * GRTT + PATIENCE_NS}.
 */
public final class RetryTimer {
    /** Most that all attempts together wait beyond robust * 3 * GRTT; with it a process still ends within 2 s of that. */
    public static final long PATIENCE_NS = 1_500_000_000L;
    /** GRTTs between two attempts. */
    public static final int GRTTS_PER_ATTEMPT = 3;
    /** Attempts without the extra pause. */
    private static final int QUICK_ATTEMPTS = 3;

    private final int robust;
    private final boolean patient;
    private int attempts;
    private long deadlineNs = Long.MAX_VALUE;

    private RetryTimer(int robust, boolean patient) {
        this.robust = robust;
        this.patient = patient;
    }

    /** Attempts exactly 3 GRTT apart. */
    public static RetryTimer even(int robust) {
        return new RetryTimer(robust, false);
    }

    /** Quick attempts first, slower ones later. */
    public static RetryTimer patient(int robust) {
        return new RetryTimer(robust, true);
    }

    /** Forgets the attempts made. */
    public void reset() {
        attempts = 0;
        deadlineNs = Long.MAX_VALUE;
    }

    /** An attempt is made now; the next is due after a pause that depends on the GRTT. */
    public void attempt(long grttNs, long nowNs) {
        attempts++;
        long extra = patient && attempts > QUICK_ATTEMPTS ? PATIENCE_NS / robust : 0;
        deadlineNs = nowNs + GRTTS_PER_ATTEMPT * grttNs + extra;
    }

    /** Attempts made. */
    public int attempts() {
        return attempts;
    }

    /** True when the last attempt's time is over. */
    public boolean isDue(long nowNs) {
        return nowNs >= deadlineNs;
    }

    /** True when no attempt is left. */
    public boolean isExhausted() {
        return attempts >= robust;
    }

    /** When the last attempt's time is over, or {@link Long#MAX_VALUE} before the first. */
    public long deadlineNs() {
        return deadlineNs;
    }
}
