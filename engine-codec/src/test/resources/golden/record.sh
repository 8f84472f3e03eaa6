#!/usr/bin/env bash
# Records the golden captures anew: record.sh PEERS [SCENARIO...]
#   PEERS      directory with the reference programs uftp, uftpd, uftpproxyd and uftp_keymgt, version 5.0.3
#   SCENARIO   names of captures (default: all of README.md)
# Needs root, iproute2, tcpdump and nft. Everything happens in network namespaces gc0..gc3 on a bridge, which have no way out.
# Random and time-dependent fields differ from run to run: GoldenCaptureTest states counts for the files as committed.
set -euo pipefail
peers=$(cd "${1:?directory of the reference programs}" && pwd); shift
out=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
pids=()

net_up() {
  ip netns add gcsw; ip -n gcsw link set lo up
  ip -n gcsw link add br0 type bridge mcast_snooping 0; ip -n gcsw link set br0 up
  local i
  for i in 0 1 2 3; do
    ip netns add "gc$i"; ip link add e0 netns "gc$i" type veth peer name "p$i" netns gcsw
    ip -n gcsw link set "p$i" master br0 up
    ip -n "gc$i" addr add "198.18.0.$((i + 1))/16" brd + dev e0
    ip -n "gc$i" addr add "fd18::$((i + 1))/64" dev e0 nodad
    ip -n "gc$i" link set lo up; ip -n "gc$i" link set e0 up
    ip -n "gc$i" route add 224.0.0.0/4 dev e0
    ip -n "gc$i" -6 route add ff00::/8 dev e0 table local 2>/dev/null || true
  done
}

stop() { # PID: end a process of ours and wait for it
  kill -INT "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

stop_all() {
  local pid
  for pid in "${pids[@]}"; do stop "$pid"; done
  pids=()
}

cleanup() {
  stop_all
  local host
  for host in gcsw gc0 gc1 gc2 gc3; do ip netns del "$host" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

run() { # HOST COMMAND...: start in the background, in its own session so that signals do not spread
  local host=$1; shift
  setsid ip netns exec "gc$host" "$@" >>"$work/log" 2>&1 </dev/null &
  pids+=($!)
}

capture() { # NAME HOST
  run "$2" tcpdump -q -i e0 -U --immediate-mode -w "$work/$1.pcap" udp
  local i
  for i in $(seq 50); do [ -s "$work/$1.pcap" ] && return; sleep 0.1; done
  echo "no capture" >&2; exit 1
}

receiver() { # HOST OPTIONS...
  local host=$1; shift
  mkdir -p "$work/dest$host"
  run "$host" "$peers/uftpd" -d -q -I e0 -U "0xC612000$((host + 1))" -D "$work/dest$host" "$@"
}

proxy() { # HOST OPTIONS...
  local host=$1; shift
  run "$host" "$peers/uftpproxyd" -d -I e0 -O e0 -U "0xC612000$((host + 1))" "$@"
}

sender() { # OPTIONS...: in the foreground; whether it fails is part of the scenario
  (cd "$work/src" && ip netns exec gc0 "$peers/uftp" -I e0 -U 0xC6120001 -b 512 -r 0.1:0.01:1 -s 10 "$@") >>"$work/log" 2>&1 || true
}

clear() { sender -Y none "$@"; }

drop_filesegs() { # HOST N PHASE: drops every Nth FILESEG that arrives there
  ip netns exec "gc$1" nft "table inet loss { chain in { type filter hook input priority 0; policy accept;
    udp dport 1044 @th,72,8 9 numgen inc mod $2 == $3 counter drop; }; }"
}

file() { # NAME BYTES: made of a pattern
  mkdir -p "$(dirname "$work/src/$1")"
  { yes "$1" || true; } | head -c "$2" >"$work/src/$1"
}

fingerprint() { # KEYFILE
  "$peers/uftp_keymgt" "$1" 2>&1 | sed -n 's/.*fingerprint: //p'
}

record() { # NAME HOST: run the scenario of that name, capturing at HOST
  rm -rf "$work/src" "$work"/dest*; mkdir -p "$work/src"
  capture "$1" "$2"
  "scenario_${1//-/_}"
  sleep 0.3
  stop_all
  local host
  for host in 1 2 3; do ip netns exec "gc$host" nft flush ruleset; done
  cp "$work/$1.pcap" "$out/$1.pcap"
  echo "$1: $(wc -c <"$out/$1.pcap") bytes"
}

settle() { sleep 0.5; } # daemons have joined their groups

scenario_open_group() { file a.txt 3000; receiver 1; settle; clear a.txt; }

scenario_closed_group() {
  file a.txt 3000; receiver 1; receiver 2; receiver 3; settle
  clear -H 0xC6120002,0xC6120003,0xC6120004 a.txt
}

scenario_tree() { # an empty directory, a file in a directory, a symbolic link, an empty file, a long UTF-8 name, a Latin-1 name
  mkdir -p "$work/src/tree/empty"; file tree/dir/a.txt 700; ln -s dir/a.txt "$work/src/tree/link"; : >"$work/src/tree/zero"
  file "tree/$(printf '\303\244%.0s' $(seq 127))x" 10; file "tree/$(printf 'b\344r')" 10
  receiver 1; settle; clear -H 0xC6120002 tree
}

scenario_loss() {
  file a.txt 8192; drop_filesegs 1 4 1; drop_filesegs 2 5 2; receiver 1; receiver 2; settle
  clear -H 0xC6120002,0xC6120003 a.txt
}

scenario_tfmcc() {
  file a.txt 12000; drop_filesegs 1 9 3; receiver 1; receiver 2; settle
  clear -C tfmcc:min=20,init=100,max=300 -H 0xC6120002,0xC6120003 a.txt
}

scenario_client_abort() { # one receiver insists on encryption, one is interrupted in the transfer
  file a.txt 6000; receiver 1 -E; receiver 2; receiver 3; local victim=${pids[-1]}; settle
  (sleep 1.5; kill -INT "$victim") &
  clear -R 16 -H 0xC6120002,0xC6120003,0xC6120004 a.txt
}

scenario_sender_abort() {
  file a.txt 12000; receiver 1; settle
  (cd "$work/src" && exec ip netns exec gc0 "$peers/uftp" -I e0 -U 0xC6120001 -b 512 -r 0.1:0.01:1 -s 10 -Y none -R 16 -H 0xC6120002 a.txt) \
    >>"$work/log" 2>&1 &
  local pid=$!
  sleep 2; stop "$pid"
}

scenario_unicast() { file a.txt 3000; receiver 1; settle; clear -M 198.18.0.2 -H 0xC6120002 a.txt; }

scenario_ipv6() {
  file a.txt 3000; receiver 1 -I e0/6 -M ff18::1; settle
  clear -I e0/6 -M ff18::1 -P ff18::2 -H 0xC6120002 a.txt
}

scenario_sync() { # new, older and newer file, a deletion
  file s/new.txt 600; file s/same.txt 600; file s/changed.txt 600; mkdir -p "$work/dest1/s"
  cp -p "$work/src/s/same.txt" "$work/dest1/s/"; echo older >"$work/dest1/s/changed.txt"; touch -d 2001-01-01 "$work/dest1/s/changed.txt"
  echo gone >"$work/dest1/gone.txt"
  receiver 1; settle; clear -z -H 0xC6120002 s @DELETE:gone.txt
}

scenario_freespace() { receiver 1; receiver 2; settle; clear -H 0xC6120002,0xC6120003 @FREESPACE; }

scenario_encrypted_ec() { file a.txt 1500; receiver 1; receiver 2; settle; sender -c -H 0xC6120002,0xC6120003 a.txt; }

scenario_encrypted_rsa() {
  file a.txt 1500; receiver 1 -K rsa:1024; settle
  sender -c -Y aes128-ccm -h sha512 -e secp521r1 -K rsa:1024 -H 0xC6120002 a.txt
}

scenario_heartbeat() { # a server proxy (gc1) that asks the client proxy (gc2) to authenticate
  "$peers/uftp_keymgt" -g ec:secp256r1 "$work/hb.pem" >>"$work/log" 2>&1
  proxy 1 -s "fp=$(fingerprint "$work/hb.pem")" ; settle
  proxy 2 -c -H 198.18.0.2 -h 1 -k "$work/hb.pem"; settle; sleep 2
}

scenario_proxy_key() { # a response proxy at gc1, receivers at gc2 and gc3
  file a.txt 1500
  printf '0xC6120001|198.18.0.1|0xC6120002\n' >"$work/servers"
  proxy 1 -r; settle
  printf '0xC6120002\n' >"$work/proxies"
  receiver 2 -S "$work/servers"; receiver 3 -S "$work/servers"; settle
  sender -c -H 0xC6120003,0xC6120004 -j "$work/proxies" a.txt
}

scenario_proxy_clear() { # the same without encryption and with loss: aggregated lists and NAK maps
  file a.txt 4096
  printf '0xC6120001|198.18.0.1|0xC6120002\n' >"$work/servers"
  printf '0xC6120002\n' >"$work/proxies"
  drop_filesegs 2 4 1; drop_filesegs 3 5 2
  proxy 1 -r; settle
  receiver 2 -S "$work/servers"; receiver 3 -S "$work/servers"; settle
  clear -H 0xC6120003,0xC6120004 -j "$work/proxies" a.txt
}

[ $# -gt 0 ] || set -- open-group closed-group tree loss tfmcc client-abort sender-abort unicast ipv6 sync freespace \
  encrypted-ec encrypted-rsa heartbeat proxy-key proxy-clear
net_up
for name; do
  case $name in
    heartbeat | proxy-key | proxy-clear) record "$name" 1 ;; # at the proxy, which sees both sides
    *) record "$name" 0 ;; # at the sender
  esac
done
[ -z "${KEEP_LOG:-}" ] || cp "$work/log" "$KEEP_LOG"
