/** What protocol 5 alone derives, binds and signs. */
package io.uftpengine.crypto.v5;
