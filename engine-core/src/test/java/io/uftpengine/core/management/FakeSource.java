package io.uftpengine.core.management;

import io.uftpengine.core.engine.SessionSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a test wants to be served. */
final class FakeSource implements ManagementSource {
    final Readiness readiness = new Readiness();
    String text = "some_metric 1\n";
    RuntimeException fault;
    int scrapes;
    int looks;
    CompletableFuture<List<SessionSnapshot>> sessions = CompletableFuture.completedFuture(List.of());

    @Override
    public String metrics(MetricsFormat format) {
        scrapes++;
        if (fault != null) {
            throw fault;
        }
        return format == MetricsFormat.OPEN_METRICS ? text + "# EOF\n" : text;
    }

    @Override
    public CompletableFuture<List<SessionSnapshot>> sessions() {
        looks++;
        return sessions;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }
}
