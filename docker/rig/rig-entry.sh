#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the container's link what the environment says, then runs the engine (or, with RIG_RUN, another command) as an ordinary user.
#   RIG_EMU="-d 300 -l 1 -s 7"  delay, loss, rate … of everything that arrives: arguments of linkemu
#   RIG_RATE=20mbit             rate of what leaves
#   RIG_GSO=on                  large sends may cross as one packet; off, the default, every datagram crosses by itself, as on a wire
set -eu
fail() { echo "rig-entry: $1; is the capability NET_ADMIN there?" >&2; exit 2; }
# Not by name: with several networks their order is not reliable. The rig has one network.
interface=$(ip -o link show up | awk -F': ' '$2 !~ /^lo/ { sub(/@.*/, "", $2); print $2; exit }')

if [ "${RIG_GSO:-off}" = off ]; then
  ip link set dev "$interface" gso_max_segs 1 || fail "cannot set gso_max_segs"
fi
if [ -n "${RIG_EMU:-}" ]; then
  # Table raw: held after connection tracking, packets of a new flow clash. Receiving side: held packets of one's own would stay
  # charged to the socket that sent them. Bypass: without linkemu they pass.
  for tables in iptables ip6tables; do
    "$tables" -t raw -A PREROUTING -i "$interface" -j NFQUEUE --queue-num 7 --queue-bypass || fail "cannot queue packets"
  done
  # Without a seed of its own every receiver would lose the same packets: the last number of its address.
  case " $RIG_EMU" in
    *" -s "*) ;;
    *) RIG_EMU="$RIG_EMU -s $(ip -4 -o addr show dev "$interface" | sed "s|/.*||; s|.*[.]||")" ;;
  esac
  : >/run/linkemu.log
  # shellcheck disable=SC2086 # several arguments
  linkemu -q 7 $RIG_EMU 2>>/run/linkemu.log &
  tries=0
  until grep -q '^linkemu: queue' /run/linkemu.log; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { cat /run/linkemu.log >&2; fail "linkemu does not start"; }
    sleep 0.05
  done
fi
if [ -n "${RIG_RATE:-}" ]; then
  tc qdisc replace dev "$interface" root tbf rate "$RIG_RATE" burst 32kb latency 50ms || fail "cannot limit the rate"
fi
exec setpriv --reuid 10001 --regid 10001 --clear-groups --inh-caps=-all --bounding-set=-all \
  "${RIG_RUN:-uftp-engine}" "$@"
