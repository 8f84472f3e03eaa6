/** Every meter of the engine, declared once, and what moves them. Micrometer is seen here, in management and in the command line only. */
package io.uftpengine.core.metrics;
