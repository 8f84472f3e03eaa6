# SPDX-License-Identifier: Apache-2.0
# What ServiceIT looks at: docker/systemd's services under a real systemd. Prints one fact a line, NAME=VALUE. See systemd.sh.
set -u
receive=uftp-engine-receive
fact() { echo "$1=$(systemctl show -P "$2" "$3")"; }
# waits at most 30 s for the property of a unit to have a value
await() { for _ in $(seq 300); do [ "$(systemctl show -P "$2" "$1")" = "$3" ] && return; sleep 0.1; done; echo "$1 $2 is $(systemctl show -P "$2" "$1"), not $3"; }

/run/sources/docker/systemd/install.sh /run/engine.jar
echo interface=lo >>/etc/uftp-engine/receive.properties
# A watchdog that nobody has to wait long for.
mkdir /run/systemd/system/$receive.service.d
printf '[Service]\nWatchdogSec=2\nTimeoutAbortSec=2\nRestartSec=1\n' >/run/systemd/system/$receive.service.d/test.conf
systemctl daemon-reload

systemctl start $receive || systemctl status --no-pager $receive
fact started ActiveState $receive
fact status StatusText $receive
pid=$(systemctl show -P MainPID $receive)
echo "user=$(stat -c %U /proc/$pid)"
echo "archive=$(grep -q "/opt/uftp-engine/uftp-engine.jsa" /proc/$pid/maps && echo used)"
echo "noise=$(journalctl -q -o cat -u $receive _PID=$pid | grep -vc ' INFO \|hardware address\|^receiving on lo')"

# One transfer between the two services.
head -c 3000000 /dev/urandom >/opt/big
echo /opt/big >/etc/uftp-engine/list
printf 'list=/etc/uftp-engine/list\ninterface=lo\nrate=200M\n' >/etc/uftp-engine/send-a.properties
systemctl start uftp-engine-send@a
await uftp-engine-send@a ActiveState inactive
fact sent Result uftp-engine-send@a
cmp /opt/big /var/lib/uftp-engine/incoming/big && echo "copy=$(stat -c '%U %a' /var/lib/uftp-engine/incoming/big)"
systemctl reload $receive && fact reloaded MainPID $receive | sed "s/=$pid$/=same/"

# Stopped as a whole it says nothing, as when its event loop hangs: stacks are printed, and a new one started.
kill -STOP "$pid"
await $receive NRestarts 1
await $receive ActiveState active
[ "$(journalctl -q -o cat -u $receive | grep -c '^"uftp-receive')" -gt 0 ] && echo stacks=printed
journalctl -q -o cat -u $receive | grep -q "Failed with result 'watchdog'" && echo watchdog=fired

systemctl stop $receive
fact stopped Result $receive
fact code ExecMainStatus $receive
[ "$(journalctl -q -o cat -u $receive | tail -n 20 | grep -c '^stopped;')" = 1 ] && echo last=said
