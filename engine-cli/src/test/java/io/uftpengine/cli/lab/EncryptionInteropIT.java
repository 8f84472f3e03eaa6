package io.uftpengine.cli.lab;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Encrypted sessions with the reference programs, either way and mixed: the pairwise table of {@link EncryptionMatrix}. */
@Lab
class EncryptionInteropIT {
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
    Stream<DynamicTest> shouldDeliverByteForByteAndKeepTheSecret() {
        return EncryptionMatrix.pairwise().stream()
                .map(row -> DynamicTest.dynamicTest(row.label(), () -> row.run(lab)));
    }
}
