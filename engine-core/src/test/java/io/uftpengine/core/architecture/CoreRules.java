package io.uftpengine.core.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import io.uftpengine.codec.ProtocolVersion;

/**
 * Who may import what in the core (design, section 2; the numbers are its). The rules take the root package, so that a
 * test can hold them against packages that break them.
 *
 * @param root package whose children are {@code protocol}, {@code transport} and so on
 * @param meters packages of Micrometer
 * @param loggers packages of the logger behind Log4j's API, which it must never have
 */
record CoreRules(String root, String meters, String loggers) {
    /** The real one. */
    static final CoreRules CORE =
            new CoreRules("io.uftpengine.core", "io.micrometer..", "org.apache.logging.log4j.core..");

    private String in(String child) {
        return root + "." + child + "..";
    }

    /**
     * 3. The protocol knows messages, keys' interfaces, buffers and the events it tells, and of the JDK only values and
     * collections: no files, threads, sockets, clocks or random sources of its own.
     */
    ArchRule protocolIsPure() {
        return classes()
                .that()
                .resideInAPackage(in("protocol"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.stream",
                        "java.net",
                        "java.nio.charset",
                        "io.netty.buffer..",
                        "io.netty.util.collection..",
                        "io.uftpengine.codec..",
                        "io.uftpengine.crypto.api..",
                        "io.uftpengine.core.event..",
                        in("event"),
                        in("protocol"));
    }

    /** 3, too: of java.lang, java.net and java.util what reads a clock, makes threads, sockets or chance. */
    ArchRule protocolHasNoClockThreadSocketOrChance() {
        return noClasses()
                .that()
                .resideInAPackage(in("protocol"))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Timer")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\..*(Socket|Channel|NetworkInterface|URL.*)");
    }

    /** 4. Channels, event loops and pipelines. */
    ArchRule channelsOnlyAtTheEdge() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("transport"), in("engine"), in("management"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.channel..")
                .because("the rest must be testable without sockets");
    }

    /** 4, too: of Netty's, the service manager has its Unix socket, before any transfer. */
    ArchRule httpWithoutNetty() {
        return noClasses()
                .that()
                .resideInAPackage(in("management"))
                .and()
                .haveSimpleNameNotStartingWith("ServiceManager")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .because(
                        "what Java has compiled of the data path is thrown away when a class more is a channel or a handler");
    }

    /** 4, and nobody below depends on the endpoint: it is there on demand only. */
    ArchRule nobodyNeedsManagement() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("management"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("management"));
    }

    /**
     * 5. {@code Path} is a value and may be seen by all; what opens, lists or examines a file may not. The kernel's counters,
     * which metrics has, are in files.
     */
    ArchRule filesOnlyInStorage() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("storage"), in("report"), in("config"), in("metrics"))
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.nio\\.file\\.(Files|FileSystem.*|FileStore|DirectoryStream|SecureDirectoryStream)")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.nio\\.channels\\.(File|AsynchronousFile|SeekableByte)Channel")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)");
    }

    /** 6. */
    ArchRule metersOnlyInMetrics() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("metrics"), in("management"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(meters)
                .allowEmptyShould(true);
    }

    /** 6, too: the core logs by the API; which logger stands behind it is for the command line to say. */
    ArchRule noLoggerImplementation() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(loggers);
    }

    /** 7. */
    ArchRule senderAndReceiverDoNotSeeEachOther() {
        return noClasses()
                .that()
                .resideInAPackage(in("protocol.sender"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("protocol.receiver"));
    }

    /** 7, the other way. */
    ArchRule receiverDoesNotSeeSender() {
        return noClasses()
                .that()
                .resideInAPackage(in("protocol.receiver"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("protocol.sender"));
    }

    /** 8. */
    ArchRule versionConstantsOnlyInProfileAndConfig() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in("protocol.profile"), in("config"))
                .should()
                .accessFieldWhere(targetOwner(type(ProtocolVersion.class)))
                .because("differences between versions are classes, not conditions");
    }

    /** 9. */
    ArchRule noPackageCycles() {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    /** 9, too. */
    ArchRule rootDoesNotImportItsChildren() {
        return noClasses()
                .that()
                .resideInAPackage(root)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".*..")
                .allowEmptyShould(true)
                .because("a root package is what all its children share");
    }

    /** Keys know messages and what machines ask for, but no machine, socket, thread or file. */
    ArchRule securityKnowsRequestsOnly() {
        return classes()
                .that()
                .resideInAPackage(in("security"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java.lang..",
                                "java.util",
                                "java.util.function",
                                "java.util.stream",
                                "java.security",
                                "io.netty.buffer..",
                                "io.netty.util.collection..",
                                "io.uftpengine.codec..",
                                "io.uftpengine.crypto..",
                                in("security"),
                                in("protocol.machine"),
                                in("protocol.profile"))
                        .or(name(root + ".protocol.receiver.SenderTrust")));
    }

    /** The layers: nothing below sees what stands above it. */
    ArchRule layersLookDownOnly() {
        return noClasses()
                .that()
                .resideInAnyPackage(in("storage"), in("event"), in("config"), in("protocol"), in("security"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("transport"), in("engine"));
    }

    /** The layers, the top one: the public API is not used by what it is made of. */
    ArchRule transportDoesNotSeeEngine() {
        return noClasses()
                .that()
                .resideInAPackage(in("transport"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("engine"));
    }
}
