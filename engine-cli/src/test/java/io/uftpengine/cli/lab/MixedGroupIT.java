package io.uftpengine.cli.lab;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Our {@code send} to a group of {@code receive} and {@code uftpd} together: these roles' rows of the pairwise table. */
@Lab
class MixedGroupIT {
    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverByteForByte() {
        return InteropMatrix.pairwise(InteropMatrix.Roles.ENGINE_TO_MIXED).stream()
                .map(row -> DynamicTest.dynamicTest(row.label(), () -> row.run(lab)));
    }

    /** As under systemd, which sets no locale: Java 17 then takes file names for ASCII, the file system does not. */
    @Test
    void shouldKeepNamesInEveryLocale() throws Exception {
        TransferPlan plan = TransferPlan.of(Program.ENGINE, Program.ENGINE, Program.REFERENCE)
                .files(List.of(TestFiles.tree(FileSet.TREE_FILES)))
                .environment("LC_ALL=C");
        Transfer.run(lab, "mixed locale C", plan, Duration.ofSeconds(90)).assertAllRight();
    }
}
