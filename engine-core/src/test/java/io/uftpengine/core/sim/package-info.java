/**
 * The simulator: real protocol machines on a virtual clock and a seeded network, thousands of receivers in one thread. Shipped as
 * engine-core's test-jar.
 *
 * <p>Start at {@link io.uftpengine.core.sim.Simulation}. How it is fast: every machine is run alone through a time window that is no
 * longer than the shortest link delay, within which nobody can influence anybody else; a multicast packet is one row of a shared
 * log, and each link draws that packet's fate from a generator of its own.
 */
package io.uftpengine.core.sim;
