package io.uftpengine.core.violations.meters;

/** Stands for Micrometer. */
public interface Meter {}
