package io.uftpengine.core.management;

/** What a test wants to be served. */
final class FakeSource implements ManagementSource {
    final Readiness readiness = new Readiness();
    String text = "some_metric 1\n";
    RuntimeException fault;
    int scrapes;

    @Override
    public String metrics(MetricsFormat format) {
        scrapes++;
        if (fault != null) {
            throw fault;
        }
        return format == MetricsFormat.OPEN_METRICS ? text + "# EOF\n" : text;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }
}
