package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a lab class with one line that names what is missing and how to get it. */
public final class LabRequirements implements ExecutionCondition {
    private static final List<String> TOOLS =
            List.of("ip", "nft", "tcpdump", "tshark", "env", "systemd-analyze", "prometheus", "promtool");
    private static final long PROBE_TIMEOUT_SECONDS = 10;

    /** The outcome, found once: null when nothing is missing. */
    private static final class Missing {
        static final String WHAT = find();

        static {
            if (WHAT != null) {
                // Maven prints no reasons: say it once, where whoever runs the build sees it.
                System.out.println("interoperation lab skipped: " + WHAT);
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Missing.WHAT == null
                ? ConditionEvaluationResult.enabled("root, namespaces, tools and reference programs are there")
                : ConditionEvaluationResult.disabled("interoperation lab skipped: " + Missing.WHAT);
    }

    private static String find() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "network namespaces need root; run the build as root";
        }
        for (String tool : TOOLS) {
            if (!onPath(tool)) {
                return "'" + tool
                        + "' is not on the PATH; apt-get install iproute2 nftables tcpdump tshark coreutils systemd"
                        + " prometheus";
            }
        }
        String peer = ReferencePrograms.missing();
        if (peer != null) {
            return peer + " is not there; run engine-cli/src/test/lab/peers.sh DIR and set uftp.peers=DIR"
                    + " (default /opt/uftp-peers)";
        }
        return probeNamespaces();
    }

    private static boolean onPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    private static String probeNamespaces() {
        try {
            Process probe = new ProcessBuilder("unshare", "--net", "true").start();
            if (probe.waitFor(PROBE_TIMEOUT_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0) {
                return null;
            }
        } catch (IOException e) {
            return "cannot try a network namespace (" + e.getMessage() + "); apt-get install util-linux";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "this kernel or container refuses network namespaces; run with CAP_SYS_ADMIN and CAP_NET_ADMIN";
    }
}
