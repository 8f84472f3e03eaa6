package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the lab finds its scripts, the engine's jar and a place for files; each can be set with a system property. */
final class LabSettings {
    private LabSettings() {}

    /** The directory that holds {@code net.sh}: property {@code uftp.lab.scripts}, default the module's own. */
    static Path scripts() {
        return Path.of(System.getProperty("uftp.lab.scripts", "src/test/lab")).toAbsolutePath();
    }

    /** The root of the sources. */
    static Path repository() {
        return scripts().resolve("../../../..").normalize();
    }

    /** The runnable jar under test: property {@code uftp.engine.jar}, default where the build puts it. */
    static Path engineJar() {
        return Path.of(System.getProperty("uftp.engine.jar", "target/uftp-engine.jar"))
                .toAbsolutePath();
    }

    /** The directory of the sessions' logs: property {@code uftp.lab.logs}, default below {@code target}. */
    static Path logs() {
        return Path.of(System.getProperty("uftp.lab.logs", "target/lab")).toAbsolutePath();
    }

    /**
     * The directory of files to send and of copies, removed at the end: property {@code uftp.lab.files}, default below the
     * temporary directory. It is short because the reference allows 300 bytes for a whole path and the name it has while incomplete: a name of 255
     * bytes leaves 23 for what stands before it.
     */
    static Path files() {
        return Files.PATH;
    }

    private static final class Files {
        static final Path PATH = Path.of(System.getProperty(
                        "uftp.lab.files",
                        System.getProperty("java.io.tmpdir") + "/u"
                                + ProcessHandle.current().pid()))
                .toAbsolutePath();

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                try {
                                    TestFiles.delete(PATH);
                                } catch (IOException e) {
                                    System.err.println("lab: cannot remove " + PATH + ": " + e.getMessage());
                                }
                            },
                            "lab-files-cleaner"));
        }
    }

    /** What the label of a session of the full product has to contain to be run: property {@code uftp.lab.rows}, default nothing. */
    static String rows() {
        return System.getProperty("uftp.lab.rows", "");
    }

    /** The test classes, for programs of the lab that run inside a namespace. */
    static Path testClasses() {
        return Path.of(System.getProperty("uftp.lab.classes", "target/test-classes"))
                .toAbsolutePath();
    }

    /** The command of a program of the lab that needs our codec and keys. */
    static List<String> javaProgram(Class<?> program, String... moreOptions) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command =
                new ArrayList<>(List.of(java(), Program.ENGINE_HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(moreOptions));
        command.addAll(List.of("-cp", classPath, program.getName()));
        return command;
    }

    /** The {@code java} of the Java that runs the tests. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
