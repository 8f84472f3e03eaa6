package io.uftpengine.cli.lab;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
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
}
