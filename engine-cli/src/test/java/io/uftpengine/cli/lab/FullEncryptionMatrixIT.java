package io.uftpengine.cli.lab;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every cipher with every hash, curve and kind of key, in both directions; {@code -Pmatrix} only. */
@Lab
@Tag("matrix")
class FullEncryptionMatrixIT {
    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(2);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverFromEngineToReference() {
        return sessions(EncryptionMatrix.Roles.ENGINE_TO_REFERENCE);
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverFromReferenceToEngine() {
        return sessions(EncryptionMatrix.Roles.REFERENCE_TO_ENGINE);
    }

    private static Stream<DynamicTest> sessions(EncryptionMatrix.Roles roles) {
        return EncryptionMatrix.product(roles).stream()
                .map(row -> DynamicTest.dynamicTest(row.label(), () -> row.run(lab)));
    }
}
