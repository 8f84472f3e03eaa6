package io.uftpengine.crypto.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the crypto module hold for its main classes. */
class CryptoArchitectureTest {
    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.uftpengine.crypto");

    @Test
    void shouldImportOnlyJdkBouncyCastleAndNettyBuffers() {
        CryptoRules.ONLY_JDK_BOUNCY_CASTLE_AND_NETTY_BUFFERS.check(MAIN_CLASSES);
    }

    @Test
    void shouldLookAlgorithmsUpOnlyInProvider() {
        CryptoRules.ONLY_PROVIDER_LOOKS_ALGORITHMS_UP.check(MAIN_CLASSES);
    }

    @Test
    void shouldNameProvidersOnlyInProvider() {
        CryptoRules.ONLY_PROVIDER_NAMES_A_PROVIDER.check(MAIN_CLASSES);
    }

    @Test
    void shouldTouchFilesOnlyInKeystore() {
        CryptoRules.FILES_ONLY_IN_KEYSTORE.check(MAIN_CLASSES);
    }

    @Test
    void shouldHaveNoPackageCycles() {
        CryptoRules.NO_PACKAGE_CYCLES.check(MAIN_CLASSES);
    }

    @Test
    void shouldNotImportChildrenFromRoot() {
        CryptoRules.doesNotImportItsChildren("io.uftpengine.crypto").check(MAIN_CLASSES);
    }

    @Test
    void shouldHaveSeenTheClasses() {
        assertTrue(MAIN_CLASSES.size() > 50, () -> MAIN_CLASSES.size() + " classes");
        assertTrue(MAIN_CLASSES.stream().noneMatch(type -> type.getPackageName().contains("violations")));
    }
}
