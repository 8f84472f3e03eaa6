#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the engine as systemd services: install.sh [JAR]. Run as root; again after an update of the jar or of Java. It starts
# nothing. DESTDIR=DIR installs below a directory instead, for a look at it, and leaves users and systemd alone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=${1:-$here/../../engine-cli/target/uftp-engine.jar}
root=${DESTDIR:-}
java=${JAVA:-/usr/bin/java}

fail() { echo "install.sh: $1" >&2; exit 1; }
[ -r "$jar" ] || fail "$jar: no such jar; build it (mvn package) or name one"
[ -x "$java" ] || fail "$java: no Java there; install Java 17 or later"

install -d "$root/opt/uftp-engine" "$root/etc/uftp-engine" "$root/etc/systemd/system" "$root/etc/sysusers.d"
install -m 0644 "$jar" "$root/opt/uftp-engine/uftp-engine.jar"
install -m 0644 "$here/../../README.md" "$root/opt/uftp-engine/README.md"
install -m 0644 "$here/uftp-engine-receive.service" "$here/uftp-engine-send@.service" "$root/etc/systemd/system"
install -m 0644 "$here/uftp-engine.conf" "$root/etc/sysusers.d"
# Settings are the administrator's.
[ -e "$root/etc/uftp-engine/receive.properties" ] || install -m 0644 "$here/receive.properties" "$root/etc/uftp-engine"

# The classes of one run of this jar and this Java, read at start instead of being loaded anew.
archive=$root/opt/uftp-engine/uftp-engine.jsa
rm -f "$archive"
if ! "$java" -Xlog:disable -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit="$archive" -jar "$root/opt/uftp-engine/uftp-engine.jar" demo --no-progress -x 1 >/dev/null; then
  rm -f "$archive"
  echo "install.sh: no archive of classes was made, so the services start more slowly" >&2
fi

if [ -z "$root" ]; then
  systemd-sysusers /etc/sysusers.d/uftp-engine.conf
  systemctl daemon-reload
  echo "installed; next: edit /etc/uftp-engine/receive.properties, then systemctl enable --now uftp-engine-receive"
fi
