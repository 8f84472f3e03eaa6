#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the topologies' sender does: makes a file, sends it to every receiver of the network, prints the hash of every copy.
# Exit 0 only when every receiver has the whole file. Arguments are further options of `send`.
set -eu
megabytes=${MEGABYTES:-200}
file=/tmp/file.bin
head -c "${megabytes}000000" /dev/urandom >"$file"

# All containers that answer to the name "receiver"; a receiver's ID is its address. So the group is closed: none is left out.
receivers=$(getent ahostsv4 receiver | awk '{ print $1 }' | sort -u -t . -k 4n)
count=$(echo "$receivers" | wc -l)
[ -n "$receivers" ] || { echo "topology: there is no receiver" >&2; exit 1; }

echo "topology: sending $megabytes MB to $count receivers"
${SEND:-uftp-engine} send --strict -H "$(echo "$receivers" | tr '\n' ',' | sed 's/,$//')" "$@" "$file"

sha256() { sha256sum <"$1" | cut -d ' ' -f 1; }
wanted=$(sha256 "$file")
right=0
echo "topology: $wanted  the file as it was sent"
for copy in /srv/incoming/*/file.bin; do
  hash=$(sha256 "$copy")
  if [ "$hash" = "$wanted" ]; then
    right=$((right + 1))
    echo "topology: $hash  $copy"
  else
    echo "topology: $hash  $copy: WRONG"
  fi
done
[ "$right" -eq "$count" ] || { echo "topology: FAILED: $right of $count copies are right" >&2; exit 1; }
echo "topology: OK: all $count copies are right"
