package io.uftpengine.core.violations.management;

/** Stands for the endpoint. */
public interface Served {}
