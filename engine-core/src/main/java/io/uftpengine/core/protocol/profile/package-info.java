/** What differs between the protocol versions, chosen once per session. */
package io.uftpengine.core.protocol.profile;
