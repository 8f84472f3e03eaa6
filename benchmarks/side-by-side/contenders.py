# SPDX-License-Identifier: Apache-2.0
"""The programs that are compared, each with the best options that were found for it (README.md says why these)."""

import os
import pathlib
import shutil
import subprocess

from processes import has_group, has_udp_port, proc_net

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
JAR = REPOSITORY / "engine-cli/target/uftp-engine.jar"
PORT = 1044
PUBLIC_GROUP = "230.4.4.1"
SOCKET_BUFFER = 4194304
GRTT = "0.01:0.001:0.5"
RATE_UNIT = 1024
LOSS_RATE = 200_000_000 // RATE_UNIT
NO_LIMIT = -1


def cell_rate(cell, rate):
    """Units of 1024 bit/s, as the reference counts; -1 is no limit. Without an order: no limit, and 200 Mbit/s where datagrams get lost."""
    if rate is not None:
        return rate
    return LOSS_RATE if cell.loss_percent else NO_LIMIT


class Contender:
    """What the bench asks of each; key is the name on the command line and in the results."""

    key = ""
    receiver_ends_by_itself = False

    def missing(self):
        """Why it cannot take part, or None."""
        raise NotImplementedError

    def can(self, cell):
        return True

    def make_class_archive(self, directory):
        """What helps a JVM to start, for a contender that is one."""

    def receiver(self, cell, directory):
        raise NotImplementedError

    def sender(self, cell, source, network, rate):
        raise NotImplementedError

    def ready(self, process):
        """Whether a receiver listens."""
        return has_udp_port(proc_net(process.pid, "udp"), PORT) and has_group(proc_net(process.pid, "igmp"), PUBLIC_GROUP)


class Engine(Contender):
    key = "engine"

    def __init__(self, java, java_options):
        self.java = java
        self.java_options = java_options

    def missing(self):
        if shutil.which(self.java) is None:
            return f"no {self.java}"
        return None if JAR.exists() else f"no {JAR.relative_to(REPOSITORY)}: mvn -q -B package -DskipTests"

    def make_class_archive(self, directory):
        """As docker/Dockerfile and the systemd units' install.sh do it: without C2, or what that was kept from is never compiled from the archive."""
        archive = directory / "engine.jsa"
        quiet = ["-Xlog:disable", "-Xlog:all=error:stderr"]
        subprocess.run(
            [self.java, "-XX:TieredStopAtLevel=1", f"-XX:ArchiveClassesAtExit={archive}", *quiet, "-jar", str(JAR), "demo"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        )
        self.java_options = [f"-XX:SharedArchiveFile={archive}", *quiet, *self.java_options]

    def _command(self, role):
        return [self.java, *self.java_options, "-jar", str(JAR), role, "-I", "e0", "-B", str(SOCKET_BUFFER)]

    def receiver(self, cell, directory):
        return [*self._command("receive"), "-D", str(directory)]

    def sender(self, cell, source, network, rate):
        return [*self._command("send"), *uftp_options(cell, network, rate), str(source)]

    def ready(self, process):
        return b"receiving on " in process.log.read_bytes() and has_group(proc_net(process.pid, "igmp"), PUBLIC_GROUP)


class Uftp(Contender):
    key = "uftp"

    def __init__(self, peers):
        peers = pathlib.Path(peers)
        self.directory = peers if (peers / "uftp").exists() else peers / "v5"

    def missing(self):
        for program in ("uftp", "uftpd"):
            if not os.access(self.directory / program, os.X_OK):
                return f"no {self.directory / program}: engine-cli/src/test/lab/peers.sh DIR installs it, --peers DIR finds it"
        return None

    def receiver(self, cell, directory):
        # -q: no look-up of the sender's name. No -c: a large cache makes it slower, the default is the best.
        return [str(self.directory / "uftpd"), "-d", "-q", "-I", "e0", "-B", str(SOCKET_BUFFER), "-D", str(directory)]

    def sender(self, cell, source, network, rate):
        return [str(self.directory / "uftp"), "-I", "e0", "-B", str(SOCKET_BUFFER), *uftp_options(cell, network, rate), str(source)]


class Udpcast(Contender):
    """One file, in the clear. Its receiver writes to a file that is named there and ends after it."""

    key = "udpcast"
    receiver_ends_by_itself = True

    def missing(self):
        for program in ("udp-sender", "udp-receiver"):
            if shutil.which(program) is None:
                return f"no {program}: apt-get install udpcast"
        return None

    def can(self, cell):
        return cell.work.files == 1 and cell.cipher == "none"

    def receiver(self, cell, directory):
        # The port base is UFTP's port, so that the same rules count and drop its datagrams.
        return ["udp-receiver", "--nokbd", "--no-progress", "--portbase", str(PORT), "--interface", "e0",
                "--rcvbuf", str(SOCKET_BUFFER), "--file", str(directory / cell.work.name)]

    def sender(self, cell, source, network, rate):
        units = cell_rate(cell, rate)
        limit = [] if units == NO_LIMIT else ["--max-bitrate", str(units * RATE_UNIT)]
        # A receiver whose CONNECT_REPLY got lost is never told again once the data has begun, and the sender waits for it for minutes.
        patience = ["--min-wait", "1"] if cell.loss_percent else []
        # The hello interval: without it the sender waits 2 s before it looks whether all are there.
        return ["udp-sender", "--nokbd", "--no-progress", "--portbase", str(PORT), "--interface", "e0", "--full-duplex",
                "--rexmit-hello-interval", "10", "--min-receivers", str(cell.receivers), *patience, *limit, "--file", str(source)]

    def ready(self, process):
        return has_udp_port(proc_net(process.pid, "udp"), PORT)


def uftp_options(cell, network, rate):
    """What the engine and the reference are both told: the same letters mean the same to both."""
    return ["-R", str(cell_rate(cell, rate)), "-Y", cell.cipher, "-r", GRTT, "-H", ",".join(network.receiver_ids)]


KEYS = (Engine.key, Uftp.key, Udpcast.key)


def make(key, options):
    if key == Engine.key:
        return Engine(options.java, options.java_options.split())
    return Uftp(options.peers) if key == Uftp.key else Udpcast()
