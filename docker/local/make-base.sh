#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the images' base where no registry is reachable: a minimal Debian of the machine's own release, from the machine's
# own mirror. Does nothing when the image is there.
#   make-base.sh [IMAGE:TAG]     default localbase/debian:local; then: docker build --build-arg BASE_IMAGE=localbase/debian:local …
# Needs root, debootstrap and a Docker engine.
set -eu
image=${1:-localbase/debian:local}
if docker image inspect "$image" >/dev/null 2>&1; then
  echo "make-base: $image is there"
  exit 0
fi
. /etc/os-release
suite=${VERSION_CODENAME:?make-base: /etc/os-release names no release}
sources=$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u)
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' "Codename: $suite" | head -n 1)
[ -n "$mirror" ] || { echo "make-base: apt knows no Debian mirror for $suite; run apt-get update" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
debootstrap --variant=minbase "$suite" "$work/root" "$mirror" >"$work/log" 2>&1 || {
  tail -n 20 "$work/log" >&2
  echo "make-base: debootstrap failed" >&2
  exit 1
}
printf '%s\n' "$sources" >"$work/root/etc/apt/sources.list"
# On a machine whose clock is not the mirror's, apt has been told so.
apt-config dump | grep -E '^Acquire::Check-(Valid-Until|Date) ' >"$work/root/etc/apt/apt.conf.d/90machine" || true
tar -C "$work/root" --numeric-owner \
  --exclude='./var/cache/apt/archives/*.deb' --exclude='./var/lib/apt/lists/*' --exclude='./var/log/*' \
  --exclude='./usr/share/doc/*' --exclude='./usr/share/man/man?/*' --exclude='./usr/share/locale/*' \
  --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -c . |
  docker import --change 'CMD ["bash"]' - "$image" >/dev/null
echo "make-base: made $image ($suite)"
