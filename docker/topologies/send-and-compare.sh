#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the topologies' senders do: make a file, send it to every receiver of the network, print the hash of every copy.
# Exit 0 only when every receiver has the whole file. Arguments are further options of the sending program.
#   MEGABYTES   size of the file           FILE   its name
#   GROUP       name that all receivers answer to
#   SEND        sending program, if not ours
set -eu
megabytes=${MEGABYTES:-200}
name=${FILE:-file.bin}
group=${GROUP:-receiver}
file=/tmp/$name
head -c "${megabytes}000000" /dev/urandom >"$file"

# A receiver's ID is its address. So the group is closed, and none is left out.
receivers=$(getent ahostsv4 "$group" | awk '{ print $1 }' | sort -u -t . -k 4n)
[ -n "$receivers" ] || { echo "topology: there is no receiver" >&2; exit 1; }
count=$(echo "$receivers" | wc -l)

echo "topology: sending $name, $megabytes MB, to $count receivers with ${SEND:-uftp-engine}"
# shellcheck disable=SC2086 # a program with its first arguments
${SEND:-uftp-engine send --strict} -H "$(echo "$receivers" | tr '\n' ',' | sed 's/,$//')" "$@" "$file"

sha256() { sha256sum <"$1" | cut -d ' ' -f 1; }
wanted=$(sha256 "$file")
right=0
echo "topology: $wanted  the file as it was sent"
for copy in /srv/incoming/*/"$name"; do
  [ -f "$copy" ] || continue
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
