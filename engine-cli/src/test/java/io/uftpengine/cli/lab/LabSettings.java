package io.uftpengine.cli.lab;

import java.nio.file.Path;

/** Where the lab finds its scripts, the engine's jar and a place for files; each can be set with a system property. */
final class LabSettings {
    private LabSettings() {}

    /** The directory that holds {@code net.sh}: property {@code uftp.lab.scripts}, default the module's own. */
    static Path scripts() {
        return Path.of(System.getProperty("uftp.lab.scripts", "src/test/lab")).toAbsolutePath();
    }

    /** The runnable jar under test: property {@code uftp.engine.jar}, default where the build puts it. */
    static Path engineJar() {
        return Path.of(System.getProperty("uftp.engine.jar", "target/uftp-engine.jar"))
                .toAbsolutePath();
    }

    /** The directory of the sessions' logs and files: property {@code uftp.lab.work}, default below {@code target}. */
    static Path work() {
        return Path.of(System.getProperty("uftp.lab.work", "target/lab")).toAbsolutePath();
    }

    /** The test classes, for programs of the lab that run inside a namespace. */
    static Path testClasses() {
        return Path.of(System.getProperty("uftp.lab.classes", "target/test-classes"))
                .toAbsolutePath();
    }

    /** The {@code java} of the Java that runs the tests. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
