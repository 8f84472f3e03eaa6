/** The engine in containers: the image, and what networks of containers do to transfers. Skipped where no Docker engine answers. */
package io.uftpengine.docker;
