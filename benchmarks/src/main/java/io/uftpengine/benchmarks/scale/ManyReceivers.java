package io.uftpengine.benchmarks.scale;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.uftpengine.benchmarks.TemporaryDirectory;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.UftpEngine;
import io.uftpengine.core.metrics.EngineMetrics;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * One engine with many receivers, a sender in a process of its own, one file for all of them; every copy is compared. Arguments:
 * {@link ScaleSettings}. Exit status 1 when a copy is missing or wrong.
 */
public final class ManyReceivers {
    private static final long MAX_SECONDS = 300;
    private static final int PIECE_BYTES = 1_000_000;

    /** Receivers are at rest when they take less than {@link #REST_CPU_NS} of processor time in this time. */
    private static final long REST_MS = 500;

    private static final long REST_CPU_NS = 100_000_000;
    private static final int MAX_RESTS = 60;

    /** Of Log4j's API there is nothing else on the class path, which it would complain about. */
    private static final String LOGGERS =
            "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory";

    private final ScaleSettings settings;

    /** How often each warning was heard. */
    private final Map<String, Integer> warnings = new ConcurrentSkipListMap<>();

    private ManyReceivers(ScaleSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        ScaleSettings asked = ScaleSettings.of(arguments);
        Path directory = TemporaryDirectory.make(asked.directory().toString());
        boolean isRight;
        try {
            List<String> own = new ArrayList<>(asked.arguments());
            own.add("directory=" + directory);
            own.add("port=" + (asked.port() == 0 ? freePort() : asked.port()));
            isRight = new ManyReceivers(ScaleSettings.of(own.toArray(String[]::new))).run();
        } finally {
            TemporaryDirectory.remove(directory);
        }
        System.exit(isRight ? 0 : 1);
    }

    private static int freePort() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean run() throws Exception {
        System.out.println("asked       " + String.join(" ", settings.arguments()));
        makeFile();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (EngineMetrics metrics = EngineMetrics.on(meters);
                UftpEngine engine = UftpEngine.create(metrics)) {
            long beginNs = System.nanoTime();
            List<ReceiverHandle> receivers = new ArrayList<>();
            for (int number = 1; number <= settings.receivers(); number++) {
                Files.createDirectories(settings.directoryOf(number));
                receivers.add(engine.receive(settings.receiver(number), new Warnings()));
            }
            long upNs = System.nanoTime();
            awaitRest();
            ProcessFigures before = ProcessFigures.now();
            System.out.printf("receivers   up within %.2f s; until they rest %s%n", (upNs - beginNs) / 1e9, before);
            long startNs = System.nanoTime();
            boolean isSent = send();
            double seconds = (System.nanoTime() - startNs) / 1e9;
            System.out.println("receivers   " + ProcessFigures.now().since(before));
            System.out.printf(
                    "start to exit %.2f s, %.1f MB/s to each, %.0f MB/s to all%n",
                    seconds, settings.megabytes() / seconds, settings.megabytes() / seconds * settings.receivers());
            for (ReceiverHandle receiver : receivers) {
                receiver.stop("the file has been sent").get(MAX_SECONDS, TimeUnit.SECONDS);
            }
            System.out.printf(
                    "receivers   %.0f datagrams dropped by the kernel, %.0f for want of staging memory%n",
                    meters.get("uftp.kernel.drops")
                            .tag("role", "receiver")
                            .functionCounter()
                            .count(),
                    meters.get("uftp.datagrams.dropped")
                            .tags("role", "receiver", "reason", "staging_full")
                            .functionCounter()
                            .count());
            warnings.forEach((text, times) -> System.out.println("            " + times + " x " + text));
            int right = rightCopies();
            System.out.println("copies      " + right + " of " + settings.receivers() + " are right");
            return isSent && right == settings.receivers();
        }
    }

    private void makeFile() throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        Random random = new Random(1);
        try (var out = Files.newOutputStream(settings.file())) {
            for (int i = 0; i < settings.megabytes(); i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    /** They compile ahead, in the background: a receiver waits for senders for days. */
    private static void awaitRest() throws IOException, InterruptedException {
        long last = ProcessFigures.now().cpuNs();
        for (int i = 0; i < MAX_RESTS; i++) {
            TimeUnit.MILLISECONDS.sleep(REST_MS);
            long now = ProcessFigures.now().cpuNs();
            if (now - last < REST_CPU_NS) {
                return;
            }
            last = now;
        }
    }

    private boolean send() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                LOGGERS,
                "-cp",
                System.getProperty("java.class.path"),
                OneSender.class.getName()));
        command.addAll(settings.arguments());
        Process sender = new ProcessBuilder(command).inheritIO().start();
        if (!sender.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            sender.destroyForcibly();
            return false;
        }
        return sender.exitValue() == 0;
    }

    private int rightCopies() throws IOException {
        int right = 0;
        for (int number = 1; number <= settings.receivers(); number++) {
            Path copy = settings.directoryOf(number).resolve(settings.file().getFileName());
            if (Files.isRegularFile(copy) && Files.mismatch(settings.file(), copy) < 0) {
                right++;
            }
        }
        return right;
    }

    /** Counts warnings, of which a hundred receivers may have the same. */
    private final class Warnings implements SessionListener {
        @Override
        public void onWarning(String message) {
            warnings.merge(message, 1, Integer::sum);
        }
    }
}
