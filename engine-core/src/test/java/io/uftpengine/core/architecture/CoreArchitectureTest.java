package io.uftpengine.core.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the core hold for its main classes, and each of them can fail. */
class CoreArchitectureTest {
    private static final JavaClasses MAIN_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.uftpengine.core");

    private static final CoreRules BROKEN = new CoreRules(
            "io.uftpengine.core.violations",
            "io.uftpengine.core.violations.meters..",
            "io.uftpengine.core.violations.loggers..");

    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(BROKEN.root());

    @SuppressWarnings("unused")
    private static Stream<Named<ArchRule>> rules() {
        return all(CoreRules.CORE);
    }

    @SuppressWarnings("unused")
    private static Stream<Named<ArchRule>> brokenRules() {
        return all(BROKEN);
    }

    private static Stream<Named<ArchRule>> all(CoreRules rules) {
        return Stream.of(
                Named.of("3 protocol is pure", rules.protocolIsPure()),
                Named.of("3 protocol has no clock", rules.protocolHasNoClockThreadSocketOrChance()),
                Named.of("4 channels only at the edge", rules.channelsOnlyAtTheEdge()),
                Named.of("4 HTTP without Netty", rules.httpWithoutNetty()),
                Named.of("4 nobody needs management", rules.nobodyNeedsManagement()),
                Named.of("5 files only in storage", rules.filesOnlyInStorage()),
                Named.of("6 meters only in metrics", rules.metersOnlyInMetrics()),
                Named.of("6 no logger implementation", rules.noLoggerImplementation()),
                Named.of("7 sender does not see receiver", rules.senderAndReceiverDoNotSeeEachOther()),
                Named.of("7 receiver does not see sender", rules.receiverDoesNotSeeSender()),
                Named.of("8 version constants", rules.versionConstantsOnlyInProfileAndConfig()),
                Named.of("9 no cycles", rules.noPackageCycles()),
                Named.of("9 root imports no child", rules.rootDoesNotImportItsChildren()),
                Named.of("security knows requests only", rules.securityKnowsRequestsOnly()),
                Named.of("layers look down", rules.layersLookDownOnly()),
                Named.of("transport does not see engine", rules.transportDoesNotSeeEngine()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldHold(ArchRule rule) {
        rule.check(MAIN_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void shouldNoticeAViolation(ArchRule rule) {
        assertTrue(rule.evaluate(VIOLATIONS).hasViolation(), "nothing found against: " + rule.getDescription());
    }

    @Test
    void shouldHaveSeenTheClasses() {
        assertTrue(MAIN_CLASSES.size() > 150, () -> MAIN_CLASSES.size() + " classes");
        assertTrue(MAIN_CLASSES.stream().noneMatch(type -> type.getPackageName().contains("violations")));
    }
}
