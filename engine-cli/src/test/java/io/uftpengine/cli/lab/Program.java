package io.uftpengine.cli.lab;

import java.util.List;

/** Whose implementation takes a role: ours or the reference's. Both understand the same option letters. */
enum Program {
    ENGINE,
    REFERENCE;

    /** The heap of an engine under test, small enough that a leak shows (issue line 6). */
    static final String ENGINE_HEAP = "-Xmx128m";

    /**
     * With {@code -Duftp.lab.standin=true} the reference takes the engine's place: what then fails is the lab's own fault, or the
     * reference's. Never set in a build that is to say something about the engine.
     */
    private static final boolean STAND_IN = Boolean.getBoolean("uftp.lab.standin");

    private Program actual() {
        return STAND_IN ? REFERENCE : this;
    }

    /** True when this is really the engine. */
    boolean isEngine() {
        return actual() == ENGINE;
    }

    List<String> sender() {
        return switch (actual()) {
            case ENGINE -> engine("send");
            case REFERENCE -> List.of(ReferencePrograms.sender());
        };
    }

    List<String> receiver() {
        return switch (actual()) {
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
}
