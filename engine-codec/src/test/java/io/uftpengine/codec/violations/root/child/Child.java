package io.uftpengine.codec.violations.root.child;

/** What a root package must not import. */
public final class Child {}
