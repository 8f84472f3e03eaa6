package io.uftpengine.crypto.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.security.Provider;
import java.security.Security;
import java.util.Set;

/** What the crypto module may import, and who in it may choose an implementation. */
final class CryptoRules {
    private static final Set<String> JCA_PACKAGES = Set.of("java.security", "javax.crypto", "javax.crypto.spec");

    static final ArchRule ONLY_JDK_BOUNCY_CASTLE_AND_NETTY_BUFFERS = classes()
            .that()
            .resideInAPackage("io.uftpengine.crypto..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "io.netty.buffer..",
                    "io.netty.util..",
                    "org.bouncycastle..",
                    "io.uftpengine.crypto..")
            .because("crypto is a leaf: keys and packets, no messages, never the codec");

    static final ArchRule ONLY_PROVIDER_LOOKS_ALGORITHMS_UP = noClasses()
            .that()
            .resideOutsideOfPackage("io.uftpengine.crypto.provider")
            .and()
            // Random bits are an operation of their own, with one implementation in every JDK.
            .resideOutsideOfPackage("io.uftpengine.crypto.random")
            .should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("getInstance of an algorithm is called") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getName().equals("getInstance")
                            && JCA_PACKAGES.contains(call.getTargetOwner().getPackageName());
                }
            })
            .because("one package chooses implementations");

    static final ArchRule ONLY_PROVIDER_NAMES_A_PROVIDER = noClasses()
            .that()
            .resideOutsideOfPackage("io.uftpengine.crypto.provider")
            .should()
            .dependOnClassesThat(new DescribedPredicate<JavaClass>("are a provider or implement algorithms") {
                @Override
                public boolean test(JavaClass target) {
                    return target.isEquivalentTo(Provider.class)
                            || target.isEquivalentTo(Security.class)
                            || target.getPackageName().startsWith("org.bouncycastle.crypto")
                            || target.getPackageName().startsWith("org.bouncycastle.math")
                            || target.getPackageName().startsWith("org.bouncycastle.jce")
                            || target.getPackageName().startsWith("org.bouncycastle.jcajce")
                            || target.getPackageName().startsWith("org.bouncycastle.operator");
                }
            })
            .because("one package chooses implementations; ASN.1 and PEM are formats, not algorithms");

    static final ArchRule FILES_ONLY_IN_KEYSTORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.uftpengine.crypto.keystore")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
            .because("key files and trust lists are read in one place");

    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.uftpengine.(**)").should().beFreeOfCycles();

    private CryptoRules() {}

    static ArchRule doesNotImportItsChildren(String rootPackage) {
        return noClasses()
                .that()
                .resideInAPackage(rootPackage)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(rootPackage + ".*..")
                .allowEmptyShould(true)
                .because("a root package is what all its children share");
    }
}
