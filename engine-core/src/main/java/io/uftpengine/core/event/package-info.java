/** What a session tells its listeners: plain values, safe to keep, no protocol types. */
package io.uftpengine.core.event;
