/**
 * Level 5 tests: the engine's command line against the packaged reference programs, in network namespaces.
 *
 * <p>{@code NetworkLab} builds the network, {@code LabProcess} runs a program in it, {@code Transfer} runs one session of
 * any mix of programs, and the {@code *IT} classes say what must come out.
 */
package io.uftpengine.cli.lab;
