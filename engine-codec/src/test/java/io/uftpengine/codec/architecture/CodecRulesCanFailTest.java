package io.uftpengine.codec.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;

/** Each rule finds the class that breaks it on purpose. */
class CodecRulesCanFailTest {
    private static final String VIOLATIONS = "io.uftpengine.codec.violations.";

    private static void assertBroken(ArchRule rule, String violations, String culprit) {
        EvaluationResult result = rule.evaluate(new ClassFileImporter().importPackages(VIOLATIONS + violations));
        assertTrue(result.hasViolation(), "not found");
        assertTrue(result.getFailureReport().toString().contains(culprit), () -> result.getFailureReport()
                .toString());
    }

    @Test
    void shouldFindForeignImport() {
        assertBroken(CodecRules.ONLY_JDK_AND_NETTY_BUFFERS, "imports", "ImportsForeignLibrary");
    }

    @Test
    void shouldFindVersionCondition() {
        assertBroken(CodecRules.VERSION_CONSTANTS_ONLY_WHERE_VERSIONS_PART, "version", "ReadsVersionConstant");
    }

    @Test
    void shouldFindPackageCycle() {
        assertBroken(CodecRules.NO_PACKAGE_CYCLES, "cycle", "CycleOne");
    }

    @Test
    void shouldFindRootImportingChild() {
        assertBroken(
                CodecRules.doesNotImportItsChildren("io.uftpengine.codec.violations.root"), "root", "RootImportsChild");
    }
}
