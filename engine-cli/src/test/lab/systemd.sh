#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# systemd.sh JAR SCRIPT: runs SCRIPT under a systemd of its own: process 1 of a PID namespace, over a copy-on-write view of this
# machine's files, in a network of its own that has a loopback interface only. In there the sources are in /run/sources and the
# jar is /run/engine.jar; what the script prints comes out here. Nothing of it is left behind. Needs root and overlayfs.
set -euo pipefail
jar=$(realpath "${1:?JAR}"); script=$(realpath "${2:?SCRIPT}")
sources=$(cd "$(dirname "$0")/../../../.." && pwd)

if [ -z "${UFTP_INSIDE:-}" ]; then
  out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
  UFTP_INSIDE=$out timeout 170 unshare --mount --pid --fork --uts --ipc --net --cgroup --propagation private --kill-child \
    bash "$0" "$jar" "$script" || true
  cat "$out/output"
  exit "$(cat "$out/exit")"
fi

echo 1 >"$UFTP_INSIDE/exit"; : >"$UFTP_INSIDE/output"
base=$UFTP_INSIDE/base; root=$base/root
mkdir "$base"; mount -t tmpfs tmpfs "$base"; mkdir "$base"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$root"
mount -t proc proc "$root/proc"; mount --rbind /sys "$root/sys"; mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"; mount -t tmpfs tmpfs "$root/tmp"
mkdir "$root/run/sources" "$root/run/result"
mount --bind -o ro "$sources" "$root/run/sources"; mount --bind "$UFTP_INSIDE" "$root/run/result"
cp "$jar" "$root/run/engine.jar"; cp "$script" "$root/run/script"
ip link set lo up

# Only the script and the journal run, none of this machine's own services.
cat >"$root/run/run-script" <<'END'
#!/bin/bash
code=0; bash /run/script >/run/result/output 2>&1 || code=$?
echo $code >/run/result/exit
systemctl exit
END
mkdir -p "$root/etc/systemd/system"
cat >"$root/etc/systemd/system/script.service" <<'END'
[Unit]
DefaultDependencies=no
Wants=systemd-journald.service
After=systemd-journald.service
[Service]
ExecStart=/bin/bash /run/run-script
END
exec chroot "$root" env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=script.service --log-target=journal
