/** Microbenchmarks of the protocol machines and what they count with. */
package io.uftpengine.benchmarks.protocol;
