package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class archive that was made with C2 at work made receivers a third as fast: methods that C2 had been kept from were never compiled
 * again (found by the side-by-side bench, with three receivers).
 */
class ClassArchiveCommandsTest {
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
        List<String> makers = Files.readAllLines(Path.of("..").resolve(file)).stream()
                .filter(line -> line.contains("-XX:ArchiveClassesAtExit="))
                .toList();
        assertEquals(1, makers.size(), file);
        assertTrue(makers.get(0).contains("-XX:TieredStopAtLevel=1"), makers.get(0));
    }
}
