package io.uftpengine.core.management;

import io.uftpengine.core.engine.SessionSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the endpoint gets what it serves. Called on the endpoint's thread, which an answer holds up. */
public interface ManagementSource {
    /** All metrics as text. */
    String metrics(MetricsFormat format);

    /** The sessions under way; not done as long as their event loop does not answer. */
    CompletableFuture<List<SessionSnapshot>> sessions();

    /** Whether the role does its work. */
    Readiness readiness();
}
