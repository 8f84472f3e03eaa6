package io.uftpengine.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process has taken so far.
 *
 * @param cpuNs processor time, user and system
 * @param peakKiB largest resident size
 */
record ProcessFigures(long cpuNs, long peakKiB, int threads) {
    private static final String PEAK = "VmHWM:";

    static ProcessFigures now() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        long peakKiB = status.stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        return new ProcessFigures(
                system.getProcessCpuTime(),
                peakKiB,
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** With the processor time since then only. */
    ProcessFigures since(ProcessFigures earlier) {
        return new ProcessFigures(cpuNs - earlier.cpuNs, peakKiB, threads);
    }

    @Override
    public String toString() {
        return String.format(
                "%.2f s of processor time, at most %d MiB, %d threads", cpuNs / 1e9, peakKiB / 1024, threads);
    }
}
