package io.uftpengine.crypto.violations.root;

import io.uftpengine.crypto.violations.root.child.Child;

/** Breaks the rule on root packages on purpose. */
public final class RootImportsChild {
    public Child child() {
        return new Child();
    }
}
