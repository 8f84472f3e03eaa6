package io.uftpengine.cli.lab;

import java.util.ArrayList;
import java.util.List;

/** Whose implementation takes a role: ours or the reference's. Both understand the same option letters. */
enum Program {
    ENGINE,
    REFERENCE;

    /** The heap of an engine under test, small enough that a leak shows (issue line 6). */
    static final String ENGINE_HEAP = "-Xmx128m";

    /** Nothing is compiled ahead: a process that lives for one little session has no use for it. */
    static final String COLD = "-Duftp.engine.warm-up=false";

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

    /** The command of the sender; {@code brief} for a session that is over before a compiled method pays. */
    List<String> sender(boolean brief) {
        return switch (actual()) {
            case ENGINE -> engine("send", brief);
            case REFERENCE -> List.of(ReferencePrograms.sender());
        };
    }

    /** The command of the receiver. */
    List<String> receiver(boolean brief) {
        return switch (actual()) {
            case ENGINE -> engine("receive", brief);
            case REFERENCE -> List.of(ReferencePrograms.receiver(), "-q");
        };
    }

    /** The command of our program in one of its roles, whoever stands in for it elsewhere. */
    static List<String> engine(String role, boolean brief) {
        List<String> command = new ArrayList<>(List.of(LabSettings.java(), ENGINE_HEAP, "-XX:+UseSerialGC"));
        command.addAll(ClassArchive.options());
        if (brief) {
            // Two thirds of a receiver's processor time are what it compiles ahead, a third of the rest is the second
            // compiler's.
            // One without the other would not do: compiling ciphers ahead needs the second compiler.
            command.addAll(List.of(COLD, "-XX:TieredStopAtLevel=1"));
        }
        command.addAll(List.of("-jar", LabSettings.engineJar().toString(), role));
        return command;
    }
}
