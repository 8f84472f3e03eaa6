/** Microbenchmarks of the pipelines, without sockets. */
package io.uftpengine.benchmarks.transport;
