package io.uftpengine.core.management;

/** Where the endpoint gets what it serves. Called on the endpoint's thread, which an answer holds up. */
public interface ManagementSource {
    /** All metrics as text. */
    String metrics(MetricsFormat format);

    /** Whether the role does its work. */
    Readiness readiness();
}
