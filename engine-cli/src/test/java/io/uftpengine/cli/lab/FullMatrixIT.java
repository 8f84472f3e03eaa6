package io.uftpengine.cli.lab;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The full product of the interoperation table, and 2 GB; {@code -Pmatrix} only. Property {@code uftp.lab.rows} chooses the
 * rows whose label has these words: {@code -Duftp.lab.rows=encrypted} is the half that is encrypted.
 */
@Lab
@Tag("matrix")
class FullMatrixIT {
    private static final int[] BLOCK_SIZES = {1300, 8800};

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
    Stream<DynamicTest> shouldDeliverFromEngineToReference() {
        return sessions(InteropMatrix.Roles.ENGINE_TO_REFERENCE);
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverFromReferenceToEngine() {
        return sessions(InteropMatrix.Roles.REFERENCE_TO_ENGINE);
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverFromEngineToBoth() {
        return sessions(InteropMatrix.Roles.ENGINE_TO_MIXED);
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverTwoGigabytes() {
        return tests(Arrays.stream(InteropMatrix.Roles.values()).flatMap(roles -> Arrays.stream(BLOCK_SIZES)
                .mapToObj(blockSize -> new InteropMatrix.Row(
                        roles, FileSet.TWO_GB, largest(roles, blockSize), Addressing.IPV4_MULTICAST, true, true))));
    }

    private static int largest(InteropMatrix.Roles roles, int blockSize) {
        return roles.sender == Program.REFERENCE
                ? Math.min(blockSize, InteropMatrix.LARGEST_OF_ENCRYPTED_REFERENCE)
                : blockSize;
    }

    private static Stream<DynamicTest> sessions(InteropMatrix.Roles roles) {
        return tests(InteropMatrix.product(roles).stream());
    }

    private static Stream<DynamicTest> tests(Stream<InteropMatrix.Row> rows) {
        return rows.filter(row -> row.label().contains(LabSettings.rows()))
                .map(row -> DynamicTest.dynamicTest(row.label(), () -> row.run(lab)));
    }
}
