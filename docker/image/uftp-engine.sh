#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The engine as a command, and the image's entry point. Further Java options: the variable JDK_JAVA_OPTIONS.
# A variable of the image cannot be removed where a container is described, only emptied: no management endpoint, then.
[ -n "${UFTP_ENGINE_METRICS-}" ] || unset UFTP_ENGINE_METRICS
# What the JVM itself has to say goes to stderr: stdout belongs to results.
exec java -XX:SharedArchiveFile=/opt/uftp-engine/uftp-engine.jsa -Xlog:disable -Xlog:all=warning:stderr \
  -jar /opt/uftp-engine/uftp-engine.jar "$@"
