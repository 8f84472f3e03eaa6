package io.uftpengine.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** What the command line may import of the engine (design 2, rule 10). */
final class CliRules {
    static final ArchRule ONLY_THE_PUBLIC_PACKAGES = noClasses()
            .that()
            .resideInAPackage("io.uftpengine.cli..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.uftpengine..")
                    .and(not(resideInAnyPackage(
                            "io.uftpengine.cli..",
                            "io.uftpengine.core.engine",
                            "io.uftpengine.core.config",
                            "io.uftpengine.core.event",
                            "io.uftpengine.core.metrics",
                            "io.uftpengine.core.management",
                            "io.uftpengine.core.report",
                            "io.uftpengine.crypto.keystore"))))
            .because("the command line is one user of the public API among others");

    static final ArchRule NO_NETTY = noClasses()
            .that()
            .resideInAPackage("io.uftpengine.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("channels and buffers are the engine's");

    private CliRules() {}
}
