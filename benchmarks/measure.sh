#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# measure.sh DIR [WRAPPER...]: measures what belongs in a baseline, in groups of under two minutes each, and leaves DIR/GROUP.json
# for compare.py. WRAPPER runs each group (a lock, taskset, ...). JAVA says which Java, GROUPS_WANTED which groups (all).
set -feuo pipefail
[ $# -ge 1 ] || { sed -n '3,4s/^# //p' "$0" >&2; exit 2; }
directory=$1
shift
jar=$(dirname "$0")/target/benchmarks.jar
mkdir -p "$directory"

# Of the slow or wide ones only some parameters.
declare -A groups=(
  [codec]='codec\.'
  [crypto]='crypto\.(Seal|Open)Benchmark -p cipher=aes256-gcm/engine,aes256-ccm/engine'
  [merge]='NakAggregateBenchmark\.mergeAndSend -p receivers=1,100,1000'
  [order]='NakAggregateBenchmark\.readInOrder -p receivers=1,100'
  [receiver]='ClaimBenchmark|NakReportBenchmark'
  [receive]='ReceiveBenchmark'
  [send]='SendBenchmark'
  [storage]='storage\.'
)
for group in ${GROUPS_WANTED:-codec crypto merge order receiver receive send storage}; do
  # Word by word: the patterns have no spaces.
  # shellcheck disable=SC2206
  arguments=(${groups[$group]})
  echo "$(date +%T) $group"
  "$@" "${JAVA:-java}" -jar "$jar" "${arguments[@]}" -f 2 -wi 3 -w 500ms -i 5 -r 500ms -prof gc -foe true \
    -rf json -rff "$directory/$group.json" >"$directory/$group.log" 2>&1 || { tail -n 20 "$directory/$group.log" >&2; exit 1; }
done
