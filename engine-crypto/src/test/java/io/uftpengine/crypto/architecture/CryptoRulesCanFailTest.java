package io.uftpengine.crypto.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;

/** Each rule finds the class that breaks it on purpose. */
class CryptoRulesCanFailTest {
    private static final String VIOLATIONS = "io.uftpengine.crypto.violations.";

    private static void assertBroken(ArchRule rule, String violations, String culprit) {
        EvaluationResult result = rule.evaluate(new ClassFileImporter().importPackages(VIOLATIONS + violations));
        assertTrue(result.hasViolation(), "not found");
        assertTrue(result.getFailureReport().toString().contains(culprit), () -> result.getFailureReport()
                .toString());
    }

    @Test
    void shouldFindForeignImport() {
        assertBroken(CryptoRules.ONLY_JDK_BOUNCY_CASTLE_AND_NETTY_BUFFERS, "imports", "ImportsForeignLibrary");
    }

    @Test
    void shouldFindAlgorithmLookup() {
        assertBroken(CryptoRules.ONLY_PROVIDER_LOOKS_ALGORITHMS_UP, "provider", "LooksAlgorithmUp");
    }

    @Test
    void shouldFindProviderName() {
        assertBroken(CryptoRules.ONLY_PROVIDER_NAMES_A_PROVIDER, "provider", "NamesProvider");
        assertBroken(CryptoRules.ONLY_PROVIDER_NAMES_A_PROVIDER, "provider", "UsesLightweightEngine");
    }

    @Test
    void shouldFindFileAccess() {
        assertBroken(CryptoRules.FILES_ONLY_IN_KEYSTORE, "files", "ReadsFile");
    }

    @Test
    void shouldFindPackageCycle() {
        assertBroken(CryptoRules.NO_PACKAGE_CYCLES, "cycle", "CycleOne");
    }

    @Test
    void shouldFindRootImportingChild() {
        assertBroken(
                CryptoRules.doesNotImportItsChildren("io.uftpengine.crypto.violations.root"),
                "root",
                "RootImportsChild");
    }
}
