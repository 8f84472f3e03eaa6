package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.REFERENCE;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lab itself, proven with the reference on both sides. */
@Lab
class ReferenceBaselineIT {
    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void shouldCarryTree() throws Exception {
        TransferPlan plan =
                TransferPlan.of(REFERENCE, REFERENCE, REFERENCE, REFERENCE).files(FileSet.TREE_OF_1000.files(1300));
        TransferResult r =
                Transfer.run(lab, "baseline-tree", plan, Duration.ofMinutes(1)).assertAllRight();
        System.out.println(r.elapsed());
    }
}
