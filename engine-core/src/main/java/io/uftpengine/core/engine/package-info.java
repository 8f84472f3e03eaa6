/** The public API: {@link io.uftpengine.core.engine.UftpEngine}. */
package io.uftpengine.core.engine;
