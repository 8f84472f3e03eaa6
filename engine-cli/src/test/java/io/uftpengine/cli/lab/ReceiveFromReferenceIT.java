package io.uftpengine.cli.lab;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The reference's {@code uftp} to our {@code receive}: these roles' rows of the pairwise table. */
@Lab
class ReceiveFromReferenceIT {
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
        return InteropMatrix.pairwise(InteropMatrix.Roles.REFERENCE_TO_ENGINE).stream()
                .map(row -> DynamicTest.dynamicTest(row.label(), () -> row.run(lab)));
    }
}
