/** What the benchmarks have in common. */
package io.uftpengine.benchmarks;
