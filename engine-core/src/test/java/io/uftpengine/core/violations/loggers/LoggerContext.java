package io.uftpengine.core.violations.loggers;

/** Stands for the logger behind the API. */
public interface LoggerContext {}
