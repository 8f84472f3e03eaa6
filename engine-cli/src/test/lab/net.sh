#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A test network of network namespaces: one bridge, one sender host (u0) and N receiver hosts (u1..uN).
#   net.sh up N [PREFIX]     build it: hosts PREFIX0..PREFIXN (default prefix "u"), 198.18.0.1..N+1/16 and fd18::1..N+1/64 on e0
#   net.sh loss HOST PERMILLE [PORT]   drop that share of the datagrams from or to UDP PORT (default 1044) arriving at HOST; 0 ends it
#   net.sh drop HOST FUNCTION PERMILLE|PERMILLE:BYTES|first:COUNT [PORT]
#                            drop datagrams arriving at HOST whose UFTP function byte is FUNCTION: that share of them, that share of those whose UDP length is
#                            at most BYTES, or the first COUNT;
#                            several of these, and a loss, may stand at once
#   net.sh undrop HOST       end every drop (not the loss)
#   net.sh dropped HOST      print "RULE PACKETS" for the loss and each drop: how many datagrams it has taken
#   net.sh count HOST        count, from zero, the datagrams to UDP PORT (1044) that HOST puts on the wire
#   net.sh counted HOST      print "datagrams N" and "payload BYTES" (UDP payload; right as long as nothing is fragmented)
#   net.sh pretend HOST ADDRESS...   let programs on HOST send from these addresses, which are other hosts'; nobody is told (no ARP), and HOST hears nothing for them
#   net.sh gso HOST on|off   off (the start): every datagram crosses by itself, as on a wire; on: a GSO slab crosses veth as one packet, for speed only
#   net.sh rate HOST MBIT    limit what HOST sends (token bucket); 0 ends it
#   net.sh intake HOST MBIT  limit what reaches HOST (token bucket at the bridge); 0 ends it
#   net.sh delay HOST MS [linkemu options]   hold everything arriving at HOST that long (-l loss% -b burst -j jitter …: linkemu.c); 0 ends it
#   net.sh down [PREFIX]     remove everything, and end the programs that still run in it
# Nothing leaves the machine: the namespaces have no way out. Run network tests in here (or on lo), never on the machine's own interface.
# A receiver host sees the sender's datagrams (to PORT); the sender host sees the receivers' (from PORT): both rules below stand at every host.
set -euo pipefail
cmd=${1:?up|loss|drop|undrop|dropped|count|counted|pretend|gso|rate|intake|delay|down}; here=$(cd "$(dirname "$0")" && pwd); tmp=${TMPDIR:-/tmp}
case $cmd in
up) n=${2:?hosts}; p=${3:-u}; sw=${p}sw
  ip netns add "$sw"; ip -n "$sw" link set lo up
  ip -n "$sw" link add br0 type bridge mcast_snooping 0; ip -n "$sw" link set br0 up
  for i in $(seq 0 "$n"); do h=$p$i
    ip netns add "$h"; ip link add e0 netns "$h" type veth peer name "p$i" netns "$sw"
    ip -n "$sw" link set "p$i" master br0 up
    ip -n "$h" addr add "198.18.$(( (i+1)/250 )).$(( (i+1)%250 ))/16" brd + dev e0
    ip -n "$h" addr add "fd18::$(printf %x $((i+1)))/64" dev e0 nodad
    ip -n "$h" link set lo up; ip -n "$h" link set e0 gso_max_segs 1; ip -n "$h" link set e0 up
    ip -n "$h" route add 224.0.0.0/4 dev e0; ip -n "$h" -6 route add ff00::/8 dev e0 table local 2>/dev/null || true
  done ;;
loss) h=${2:?host}; m=${3:?permille}; port=${4:-1044}
  ip netns exec "$h" nft -f - <<E
add table inet loss
delete table inet loss
table inet loss {
  chain in { type filter hook input priority 0; policy accept;
    udp dport $port numgen random mod 1000 < $m counter drop comment "loss"
    udp sport $port udp dport != $port numgen random mod 1000 < $m counter drop comment "loss"
  }
}
E
  [ "$m" != 0 ] || ip netns exec "$h" nft delete table inet loss ;;
drop) h=${2:?host}; f=${3:?function}; what=${4:?permille, permille:bytes or first:COUNT}; port=${5:-1044}
  # The function byte is the second of the UDP payload, which begins 8 bytes into the transport header (wire facts 3).
  case $what in first:*) gen="numgen inc mod 4294967295 < ${what#first:}" ;; *:*) gen="udp length <= ${what#*:} numgen random mod 1000 < ${what%:*}" ;; *) gen="numgen random mod 1000 < $what" ;; esac
  ip netns exec "$h" nft -f - <<E
table inet control {
  chain in { type filter hook input priority -10; policy accept; }
}
add rule inet control in udp dport $port @th,72,8 $f $gen counter drop comment "function-$f"
add rule inet control in udp sport $port udp dport != $port @th,72,8 $f $gen counter drop comment "function-$f"
E
  ;;
undrop) ip netns exec "${2:?host}" nft delete table inet control 2>/dev/null || true ;;
dropped) h=${2:?host}
  ip netns exec "$h" nft list ruleset | sed -n 's/.*counter packets \([0-9]*\) .*comment "\([^"]*\)".*/\2 \1/p' \
    | awk '{ n[$1] += $2 } END { for (r in n) print r, n[r] }' | sort ;;
count) h=${2:?host}; sw=$(sed -E 's/[0-9]+$//' <<<"$h")sw
  ip netns exec "$sw" nft -f - <<E
add table netdev wire_$h
delete table netdev wire_$h
table netdev wire_$h {
  chain in { type filter hook ingress device "p${h##*[!0-9]}" priority 0; policy accept;
    ip protocol udp udp dport 1044 counter comment "ip4"
    ip6 nexthdr udp udp dport 1044 counter comment "ip6"
  }
}
E
  ;;
# %.0f: mawk's %d ends at 2^31 - 1.
counted) h=${2:?host}; sw=$(sed -E 's/[0-9]+$//' <<<"$h")sw
  ip netns exec "$sw" nft list table netdev "wire_$h" | awk '/comment "ip4"/ { h = 28 } /comment "ip6"/ { h = 48 }
    /counter packets/ { for (i = 1; i <= NF; i++) { if ($i == "packets") p = $(i+1); if ($i == "bytes") b = $(i+1) } n += p; t += b - h * p }
    END { printf "datagrams %.0f\npayload %.0f\n", n, t }' ;;
pretend) h=${2:?host}; shift 2
  ip netns exec "$h" sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
  for a in "$@"; do ip -n "$h" addr add "$a/32" dev lo; done ;;
gso) h=${2:?host}; [ "${3:?on|off}" = on ] && n=65535 || n=1; ip -n "$h" link set e0 gso_max_segs $n ;;
rate) h=${2:?host}; r=${3:?mbit}
  tc -n "$h" qdisc del dev e0 root 2>/dev/null || true
  [ "$r" = 0 ] || tc -n "$h" qdisc add dev e0 root tbf rate "${r}mbit" burst 256k latency 50ms ;;
intake) h=${2:?host}; r=${3:?mbit}; sw=$(sed -E 's/[0-9]+$//' <<<"$h")sw; port=p${h##*[!0-9]}
  tc -n "$sw" qdisc del dev "$port" root 2>/dev/null || true
  [ "$r" = 0 ] || tc -n "$sw" qdisc add dev "$port" root tbf rate "${r}mbit" burst 256k latency 50ms ;;
delay) h=${2:?host}; ms=${3:?ms}; shift 3; pid=$tmp/linkemu.$h.pid
  [ -f "$pid" ] && { kill "$(cat "$pid")" 2>/dev/null || true; rm -f "$pid"; }
  for t in iptables ip6tables; do ip netns exec "$h" $t -t raw -F PREROUTING 2>/dev/null || true; done
  [ "$ms" = 0 ] || { [ -x "$tmp/linkemu" ] || cc -O2 -o "$tmp/linkemu" "$here/linkemu.c"
    for t in iptables ip6tables; do ip netns exec "$h" $t -t raw -A PREROUTING -i e0 -j NFQUEUE --queue-num 7 --queue-bypass; done
    setsid ip netns exec "$h" "$tmp/linkemu" -q 7 -d "$ms" "$@" >"$tmp/linkemu.$h.log" 2>&1 </dev/null & echo $! > "$pid"; sleep 0.3; } ;;
down) p=${2:-u}
  for f in "$tmp"/linkemu."$p"[0-9]*.pid; do [ -f "$f" ] && { kill "$(cat "$f")" 2>/dev/null || true; rm -f "$f"; }; done
  for h in $(ip netns list | awk '{print $1}' | grep -E "^${p}(sw|[0-9]+)$"); do
    for pid in $(ip netns pids "$h"); do kill -KILL "$pid" 2>/dev/null || true; done
    ip netns del "$h"
  done ;;
*) echo "net.sh: up|loss|drop|undrop|dropped|count|counted|pretend|gso|rate|intake|delay|down" >&2; exit 1 ;;
esac
