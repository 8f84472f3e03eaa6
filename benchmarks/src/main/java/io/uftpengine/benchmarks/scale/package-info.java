/** One sender and a hundred receivers, with real sockets. */
package io.uftpengine.benchmarks.scale;
