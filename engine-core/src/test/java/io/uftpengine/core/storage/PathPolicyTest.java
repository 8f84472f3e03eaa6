package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPolicyTest {
    private final PathPolicy policy = new PathPolicy(List.of(
            new Destination(Path.of("/dest"), new PartialJournal(Path.of("/dest"), 1)),
            new Destination(Path.of("/other"), new PartialJournal(Path.of("/other"), 1))));

    @Test
    void shouldPutRelativeNamesBelowTheFirstDestination() throws Exception {
        SafeTarget target = policy.resolve(RawName.of("a/b/c"));
        assertEquals(Path.of("/dest"), target.destination().directory());
        assertEquals(List.of(Path.of("a"), Path.of("b")), target.parents());
        assertEquals(Path.of("c"), target.leaf());
    }

    @Test
    void shouldSkipDotsAndDoubledSlashesAsTheReferenceSendsThem() throws Exception {
        SafeTarget target = policy.resolve(RawName.of("./a//./b/"));
        assertEquals(List.of(Path.of("a")), target.parents());
        assertEquals(Path.of("b"), target.leaf());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "//x",
                "..",
                "../x",
                "a/..",
                "a/../b",
                "a/b/../../../c",
                "./..",
                ".",
                "./.",
                "a\0b",
                "\0",
                ".~uftp-x",
                "a/.~uftp-0/b"
            })
    void shouldRefuse(String name) {
        String reason = assertThrows(TargetRefusedException.class, () -> policy.resolve(RawName.of(name)))
                .getMessage();
        assertEquals(1, reason.lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "..a", "a..", ".hidden", "a/...", "~", " ", "a b", "%2e%2e", "..\\x", "-rf", "CON"})
    void shouldAcceptOddButHarmless(String name) throws Exception {
        assertTrue(policy.resolve(RawName.of(name)).leaf().toString().length() > 0);
    }

    @Test
    void shouldAcceptComponentsUpToTheFileSystemsLimit() throws Exception {
        assertEquals(
                255,
                policy.resolve(RawName.of("x".repeat(255))).leaf().toString().length());
        assertThrows(TargetRefusedException.class, () -> policy.resolve(RawName.of("x".repeat(256))));
        // 256 bytes in 128 characters
        assertThrows(TargetRefusedException.class, () -> policy.resolve(RawName.of("\u00e9".repeat(128))));
        assertThrows(TargetRefusedException.class, () -> policy.resolve(RawName.of("x/".repeat(600) + "x")));
    }
}
