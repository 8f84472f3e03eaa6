/** Microbenchmarks of files read and written. */
package io.uftpengine.benchmarks.storage;
