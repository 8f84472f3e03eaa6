package io.uftpengine.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Keeps the JVM's optimizing compiler (C2) to the code that pays for it: the ciphers, whose instructions are C2's alone. Where there are
 * two processors, C2 takes more of their time in a 2 GB transfer in the clear than the engine's own code does; what the faster compiler
 * (C1) makes of it, where C2 is out of the question and nothing has to be counted for it, is good enough. A sender's files do not take long
 * enough for C2 to pay. A receiver has its data path compiled by C2 before a sender comes, which halves its own time for a block (0.95 to 0.73 s
 * of processor time a GB, 2.0 to 1.5 sealed; JDK 17); what C2 would find to do in each kind of session after that does not pay: 1,000 files of 4 KB
 * to three take 3.9 instead of 5.2 s (medians of five).
 *
 * <p>It goes through the JVM's own diagnostic commands, on a thread of its own; a JVM without them compiles as it always does, and so does every
 * JVM with {@code -Duftp.engine.lean-compiler=false}.
 */
final class LeanCompiler {
    /** With more of them, compiling is in nobody's way. */
    private static final int FEW_PROCESSORS = 2;

    /** What takes longer to send is long enough for C2 to pay; bytes. */
    static final long LONG_BYTES = 16L << 30;

    /** What takes so long to send that C2 would come to much before {@link #DELAY_MS} are over; bytes. */
    static final long NOT_BRIEF_BYTES = 64L << 20;

    /** A session that is over by then spares itself this: the JVM's commands take 0.08 s of processor time. */
    static final long DELAY_MS = 400;

    static final long NEVER = -1;

    /** System property; {@code false} leaves the compiler as it is. */
    private static final String SWITCH = "uftp.engine.lean-compiler";

    private static final String DIRECTIVES = """
            [{match: ["com/sun/crypto/provider/*.*", "javax/crypto/*.*", "java/security/*.*", "java/io/ByteArrayOutputStream.*",
                      "java/nio/*.*", "java/util/Arrays.*", "java/lang/invoke/*.*", "io/uftpengine/crypto/packet/*.*",
                      "io/uftpengine/crypto/provider/*.*"],
              c2: {Exclude: false}},
             {match: ["*.*"], c2: {Exclude: true}}]
            """;

    private LeanCompiler() {}

    /** For a sender of these files; does nothing where it would not pay. How much there is to send is counted in the background. */
    static void useFor(List<Path> files, boolean followLinks) {
        if (isWanted()) {
            inBackground(() -> useAfter(delayMs(new BytesToSend(LONG_BYTES, followLinks).count(files))));
        }
    }

    /** For a receiver: once its data path is compiled, by C2 too, since that was done before anybody waited for it. */
    static void useForReceiver(CompletableFuture<Void> warmedUp) {
        if (isWanted()) {
            warmedUp.thenRunAsync(LeanCompiler::use, LeanCompiler::inBackground);
        }
    }

    private static boolean isWanted() {
        return isWanted(Runtime.getRuntime().availableProcessors(), System.getProperty(SWITCH));
    }

    /** @param setting of {@link #SWITCH}, or null */
    static boolean isWanted(int processors, String setting) {
        return processors <= FEW_PROCESSORS && !"false".equalsIgnoreCase(setting);
    }

    /** How long after the start, or {@link #NEVER}. */
    static long delayMs(long bytes) {
        if (bytes >= LONG_BYTES) {
            return NEVER;
        }
        return bytes < NOT_BRIEF_BYTES ? DELAY_MS : 0;
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "uftp-compiler");
        thread.setDaemon(true);
        thread.start();
    }

    private static void useAfter(long delayMs) {
        try {
            if (delayMs != NEVER) {
                Thread.sleep(delayMs);
                use();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JVM's answer, or null when it has none. */
    static String use() {
        try {
            Path file = Files.createTempFile("uftp-engine", ".json");
            try {
                Files.writeString(file, DIRECTIVES);
                return (String) ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "compilerDirectivesAdd",
                                new Object[] {new String[] {file.toString()}},
                                new String[] {String[].class.getName()});
            } finally {
                Files.delete(file);
            }
        } catch (IOException | JMException | RuntimeException e) {
            Logging.logger().debug("the compiler stays as it is", e);
            return null;
        }
    }
}
