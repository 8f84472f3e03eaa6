/** Immutable settings of each role, and the one declaration of every option. */
package io.uftpengine.core.config;
