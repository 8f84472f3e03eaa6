/** What sender and receiver sessions have in common. */
package io.uftpengine.core.protocol.session;
