/** The data path: FILESEGs read and written in place, without an object for each. */
package io.uftpengine.codec.data;
