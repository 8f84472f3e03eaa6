package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class LinkPolicyTest {
    @Test
    void shouldAllowLinksThatStayInside() {
        assertNull(escape("a", 0));
        assertNull(escape("a/b/./c", 0));
        assertNull(escape("..", 1));
        assertNull(escape("../../x", 2));
        assertNull(escape("./../x", 1));
        assertNull(escape("..a", 0));
    }

    @Test
    void shouldRefuseLinksThatLeadOrCouldLeadOutside() {
        assertNotNull(escape("/etc/passwd", 3));
        assertNotNull(escape("/", 3));
        assertNotNull(escape("..", 0));
        assertNotNull(escape("../../x", 1));
        assertNotNull(escape("./.././../x", 1));
        // a may itself be a link to a shallower directory
        assertNotNull(escape("a/../b", 5));
        assertNotNull(escape("../a/..", 5));
    }

    private static String escape(String text, int depth) {
        return LinkPolicy.escapeOf(RawName.of(text), depth);
    }
}
