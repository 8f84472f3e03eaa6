package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.buffer.ByteBuf;
import io.uftpengine.core.protocol.machine.Action;
import org.junit.jupiter.api.Test;

class CliRulesTest {
    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.uftpengine.cli");

    @Test
    void shouldUseOnlyThePublicPackagesOfTheEngine() {
        assertTrue(MAIN_CLASSES.size() > 10, "the main classes are there to be checked");
        CliRules.ONLY_THE_PUBLIC_PACKAGES.check(MAIN_CLASSES);
        CliRules.NO_NETTY.check(MAIN_CLASSES);
    }

    @Test
    void shouldNoticeAClassThatBreaksTheRules() {
        JavaClasses offenders = new ClassFileImporter().importClasses(Offender.class);
        assertFalse(failureFree(CliRules.ONLY_THE_PUBLIC_PACKAGES.evaluate(offenders)));
        assertFalse(failureFree(CliRules.NO_NETTY.evaluate(offenders)));
    }

    private static boolean failureFree(com.tngtech.archunit.lang.EvaluationResult result) {
        return !result.hasViolation();
    }

    /** Breaks the rules on purpose. */
    record Offender(Action action, ByteBuf buffer) {}
}
