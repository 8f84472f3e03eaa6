package io.uftpengine.core.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PeerTextTest {
    @Test
    void shouldKeepOrdinaryText() {
        assertEquals(
                "disk full: Größe 7 MB – 日本 \uD83D\uDE00",
                PeerText.sanitise("disk full: Größe 7 MB – 日本 \uD83D\uDE00"));
        assertEquals("", PeerText.sanitise(""));
        assertEquals("", PeerText.sanitise(null));
    }

    @Test
    void shouldReplaceWhatMovesTheCursorOrHidesText() {
        assertEquals("a?b?c?d?e?f?g?h", PeerText.sanitise("a\nb\rc\u001bd\u0085e\u2028f\u202eg\uD800h"));
        assertEquals("????", PeerText.sanitise("\u0000\u007f\ue000\udfff"));
    }

    @Test
    void shouldCutLongTextButNoCharacterInTwo() {
        assertEquals(PeerText.MAX_LENGTH, PeerText.sanitise("x".repeat(100_000)).length());
        assertEquals("x".repeat(298), PeerText.sanitise("x".repeat(298) + "\uD83D\uDE00"));
    }
}
