package io.uftpengine.codec.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the codec hold for its main classes. */
class CodecArchitectureTest {
    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.uftpengine.codec");

    @Test
    void shouldImportOnlyJdkAndNettyBuffers() {
        CodecRules.ONLY_JDK_AND_NETTY_BUFFERS.check(MAIN_CLASSES);
    }

    @Test
    void shouldReadVersionConstantsOnlyWhereVersionsPart() {
        CodecRules.VERSION_CONSTANTS_ONLY_WHERE_VERSIONS_PART.check(MAIN_CLASSES);
    }

    @Test
    void shouldHaveNoPackageCycles() {
        CodecRules.NO_PACKAGE_CYCLES.check(MAIN_CLASSES);
    }

    @Test
    void shouldNotImportChildrenFromRoot() {
        CodecRules.doesNotImportItsChildren("io.uftpengine.codec").check(MAIN_CLASSES);
    }

    @Test
    void shouldHaveSeenTheClasses() {
        assertTrue(MAIN_CLASSES.size() > 70, () -> MAIN_CLASSES.size() + " classes");
        assertTrue(MAIN_CLASSES.stream().noneMatch(type -> type.getPackageName().contains("violations")));
    }
}
