package io.uftpengine.crypto.violations.root.child;

/** What a root package must not import. */
public final class Child {}
