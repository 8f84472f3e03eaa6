/** Metrics, health and sessions by HTTP: {@link io.uftpengine.core.management.ManagementEndpoint}. */
package io.uftpengine.core.management;
