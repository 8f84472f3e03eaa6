package io.uftpengine.cli.lab;

import java.util.List;

/** Whose implementation takes a role: ours or the reference's. Both understand the same option letters. */
enum Program {
    ENGINE,
    REFERENCE;

    /** The heap of an engine under test, small enough that a leak shows (issue line 6). */
    static final String ENGINE_HEAP = "-Xmx128m";

    List<String> sender() {
        return switch (this) {
            case ENGINE -> engine("send");
            case REFERENCE -> List.of(ReferencePrograms.sender());
        };
    }

    List<String> receiver() {
        return switch (this) {
            case ENGINE -> engine("receive");
            case REFERENCE -> List.of(ReferencePrograms.receiver(), "-q");
        };
    }

    private static List<String> engine(String role) {
        return List.of(
                LabSettings.java(),
                ENGINE_HEAP,
                "-XX:+UseSerialGC",
                "-jar",
                LabSettings.engineJar().toString(),
                role);
    }

    /** For names of tests: {@code engine} or {@code uftp}. */
    String label() {
        return this == ENGINE ? "engine" : "uftp";
    }
}
