/** The only package that chooses implementations of algorithms: the JDK's, or Bouncy Castle's where the JDK has none. */
package io.uftpengine.crypto.provider;
