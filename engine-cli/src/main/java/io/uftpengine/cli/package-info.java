/** The command line: one jar, one command per role. */
package io.uftpengine.cli;
