/** Forms of reports for programs. */
package io.uftpengine.core.report;
