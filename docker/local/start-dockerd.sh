#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Starts a Docker engine on a machine without systemd, with every address of its own in 198.18.0.0/15 (RFC 2544, for tests).
# Leaves one that answers alone. Needs root. Its log: /var/log/dockerd.log.
set -euo pipefail
answers() { docker info >/dev/null 2>&1; }
if answers; then
  echo "start-dockerd: a Docker engine answers already"
  exit 0
fi
# Left by one that was killed: it would not start.
pgrep -x dockerd >/dev/null || rm -f /var/run/docker.pid /var/run/docker/containerd/containerd.pid
setsid nohup dockerd --bip 198.19.255.1/24 --default-address-pool base=198.18.0.0/16,size=24 \
  >/var/log/dockerd.log 2>&1 </dev/null &
for _ in $(seq 150); do
  if answers; then
    echo "start-dockerd: started"
    exit 0
  fi
  sleep 0.2
done
tail -n 20 /var/log/dockerd.log >&2
echo "start-dockerd: no Docker engine answers" >&2
exit 1
