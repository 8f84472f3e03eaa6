package io.uftpengine.cli.lab;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What a program said at {@code /metrics}.
 *
 * @param asked before it was asked
 * @param answered after it has answered
 * @param text in Prometheus' format
 */
record Scrape(LabHost host, Instant asked, Instant answered, String text) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CLIENT = "import sys, urllib.request;"
            + " sys.stdout.write(urllib.request.urlopen(sys.argv[1], timeout=5).read().decode())";

    /** Asks a program on that host, there. */
    static Scrape of(LabHost host, String port) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + port + "/metrics";
        Instant asked = Instant.now();
        String text = CommandOutput.require(
                PATIENCE, List.of("ip", "netns", "exec", host.namespace(), "python3", "-c", CLIENT, url));
        return new Scrape(host, asked, Instant.now(), text);
    }

    /** Sum of the series of a metric in whose labels all of the words stand; an error when there is none. */
    double sum(String metric, String... words) {
        double sum = 0;
        boolean found = false;
        for (String line : text.split("\n")) {
            boolean isOfMetric = line.startsWith(metric + " ") || line.startsWith(metric + "{");
            if (isOfMetric && Arrays.stream(words).allMatch(line::contains)) {
                found = true;
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        if (!found) {
            throw new AssertionError("no " + metric + " with " + List.of(words) + " in\n" + text);
        }
        return sum;
    }
}
