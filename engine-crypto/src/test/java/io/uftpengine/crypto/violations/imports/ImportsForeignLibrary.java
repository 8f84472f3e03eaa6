package io.uftpengine.crypto.violations.imports;

import com.tngtech.archunit.lang.ArchRule;

/** Breaks the rule on foreign libraries on purpose. */
public final class ImportsForeignLibrary {
    private ImportsForeignLibrary() {}

    public static String describe(ArchRule rule) {
        return rule.getDescription();
    }
}
