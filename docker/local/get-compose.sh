#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Brings Docker's plugins compose and buildx to a machine whose Debian release has none (bookworm): from the next release's
# packages, unpacked into the user's plugin folder; apt's own settings stay as they are. Does nothing when they are there.
set -euo pipefail
if docker compose version >/dev/null 2>&1; then
  echo "get-compose: $(docker compose version)"
  exit 0
fi
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
[ -n "$mirror" ] || { echo "get-compose: apt knows no Debian mirror; run apt-get update" >&2; exit 1; }
plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$plugins"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$work/sources.list"
options=(-qq -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
  -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
apt-get "${options[@]}" update
(cd "$work" && apt-get "${options[@]}" download docker-compose docker-buildx)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
install -m 755 "$work"/root/usr/libexec/docker/cli-plugins/* "$plugins/"
echo "get-compose: $(docker compose version)"
