/** Derivation of keys from secrets: HKDF. */
package io.uftpengine.crypto.schedule;
