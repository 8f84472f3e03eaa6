package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class archive that was made with C2 at work made receivers a third as fast: methods that C2 had been kept from were never compiled
 * again (found by the side-by-side bench, with three receivers).
 */
class ClassArchiveCommandsTest {
    /** Characters: the same command. */
    private static final int NEAR = 100;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docker/Dockerfile",
                "docker/systemd/install.sh",
                "benchmarks/side-by-side/contenders.py",
                "engine-cli/src/test/java/io/uftpengine/cli/lab/ClassArchive.java"
            })
    void shouldMakeTheArchiveWithoutC2(String file) throws IOException {
        String text = Files.readString(Path.of("..").resolve(file));
        int archive = text.indexOf("-XX:ArchiveClassesAtExit=");
        assertTrue(archive > 0, file);
        String before = text.substring(Math.max(0, archive - NEAR), archive);
        assertTrue(before.contains("-XX:TieredStopAtLevel=1"), before);
    }
}
