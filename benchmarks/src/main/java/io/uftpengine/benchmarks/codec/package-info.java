/** Microbenchmarks of the codec. */
package io.uftpengine.benchmarks.codec;
