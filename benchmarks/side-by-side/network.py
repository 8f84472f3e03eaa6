# SPDX-License-Identifier: Apache-2.0
"""The network of namespaces that the contenders meet in: lab/net.sh, built for one cell and taken down again."""

import pathlib
import subprocess

NET_SH = pathlib.Path(__file__).resolve().parents[2] / "engine-cli/src/test/lab/net.sh"
WANTED_SOCKET_BUFFER = 4 * 1024 ** 2


class Network:
    """One sender host and some receiver hosts, as a context manager: nothing of it is left afterwards."""

    def __init__(self, prefix, receivers, loss_percent, link):
        self.prefix = prefix
        self.receivers = receivers
        self.loss_percent = loss_percent
        self.link = link

    @property
    def sender_host(self):
        return f"{self.prefix}0"

    @property
    def receiver_hosts(self):
        return [f"{self.prefix}{i}" for i in range(1, self.receivers + 1)]

    @property
    def receiver_ids(self):
        """The receivers' default unique IDs: their IPv4 addresses, which net.sh gives as 198.18.0.2 and so on."""
        return [f"0x{0xC6120001 + i:08X}" for i in range(1, self.receivers + 1)]

    def __enter__(self):
        # As many hosts as the cell has receivers: the bridge floods, and a host without a receiver would cost processor time all the same.
        try:
            net_sh("up", self.receivers, self.prefix)
            for host in [self.sender_host, *self.receiver_hosts]:
                net_sh("gso", host, "on" if self.link == "slab" else "off")
            if self.loss_percent:
                for host in self.receiver_hosts:
                    net_sh("loss", host, self.loss_percent * 10)
        except BaseException:
            net_sh("down", self.prefix)
            raise
        return self

    def __exit__(self, *exc):
        net_sh("down", self.prefix)

    def start_counting(self):
        net_sh("count", self.sender_host)

    def counted(self):
        """(packets, UDP payload bytes) that the sender has put on the wire. A GSO slab is one packet; its payload is counted whole."""
        return parse_counted(net_sh("counted", self.sender_host))


def parse_counted(text):
    values = dict(line.split() for line in text.splitlines())
    return int(values["datagrams"]), int(values["payload"])


def net_sh(*arguments):
    """Runs lab/net.sh and returns what it prints."""
    done = subprocess.run(
        ["bash", str(NET_SH), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"net.sh {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return done.stdout


def in_use(prefix):
    """Namespaces that stand already under this prefix: another bench's, or left by one that was killed."""
    names = [line.split()[0] for line in subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout.splitlines() if line]
    return [name for name in names if name.startswith(prefix) and (name[len(prefix):].isdigit() or name[len(prefix):] == "sw")]


def socket_buffer_warnings():
    """What to tell the user when the machine's limits would cut the socket buffers that every contender asks for."""
    warnings = []
    for name in ("rmem_max", "wmem_max"):
        value = int(pathlib.Path(f"/proc/sys/net/core/{name}").read_text())
        if value < WANTED_SOCKET_BUFFER:
            warnings.append(f"net.core.{name} is {value}: every contender loses datagrams and time; sysctl -w net.core.{name}={WANTED_SOCKET_BUFFER}")
    return warnings
