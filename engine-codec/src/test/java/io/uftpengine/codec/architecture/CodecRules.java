package io.uftpengine.codec.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import io.uftpengine.codec.ProtocolVersion;

/** What the codec may import. */
final class CodecRules {
    static final ArchRule ONLY_JDK_AND_NETTY_BUFFERS = classes()
            .that()
            .resideInAPackage("io.uftpengine.codec..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.netty.buffer..", "io.netty.util..", "io.uftpengine.codec..")
            .because("the codec is a leaf: bytes to records, nothing else");

    static final ArchRule VERSION_CONSTANTS_ONLY_WHERE_VERSIONS_PART = noClasses()
            .that()
            .resideOutsideOfPackages("io.uftpengine.codec.wire", "io.uftpengine.codec.v4", "io.uftpengine.codec.v5")
            .and()
            .doNotHaveFullyQualifiedName(ProtocolVersion.class.getName())
            .should()
            .accessFieldWhere(targetOwner(type(ProtocolVersion.class)))
            .because("differences between versions are classes, not conditions");

    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.uftpengine.(**)").should().beFreeOfCycles();

    private CodecRules() {}

    static ArchRule doesNotImportItsChildren(String rootPackage) {
        return noClasses()
                .that()
                .resideInAPackage(rootPackage)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(rootPackage + ".*..")
                .because("a root package is what all its children share");
    }
}
