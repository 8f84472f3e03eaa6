/** Protection of ENCRYPTED packets: counters, sealing and opening in place, replay. */
package io.uftpengine.crypto.packet;
