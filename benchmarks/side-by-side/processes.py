# SPDX-License-Identifier: Apache-2.0
"""A contender's process in a namespace: started, watched, measured, ended. Times in seconds, sizes in bytes."""

import os
import pathlib
import resource
import select
import signal
import subprocess
import time

TICK_S = 0.05
# Closer at first, for those that end at once; later it would cost them processor time.
EARLY_S, EARLY_TICK_S = 0.1, 0.005
STOP_LIMIT_S = 5
# What would change a contender behind the reader's back.
HIDDEN_SETTINGS = ("UFTP_ENGINE_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")


class Process:
    """Runs from construction on; rusage, exit code and end time are there once it has ended."""

    def __init__(self, host, command, log):
        self.log = pathlib.Path(log)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(HIDDEN_SETTINGS)}
        with open(self.log, "wb") as out:
            self.started = time.monotonic()
            # "ip netns exec" becomes the command: one process, no shell in between.
            self._popen = subprocess.Popen(
                ["ip", "netns", "exec", host, *command],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True,
            )
        self.pid = self._popen.pid
        self._pidfd = os.pidfd_open(self.pid)
        self._polled_peak = 0
        self.ended = None
        self.exit_code = None
        self.rusage = None

    @property
    def running(self):
        return self.exit_code is None

    def wait(self, limit_s, tick=lambda: None):
        """True when it has ended, False when the limit passed. Samples the peak memory, and calls tick, meanwhile."""
        deadline = time.monotonic() + limit_s
        poller = select.poll()
        poller.register(self._pidfd, select.POLLIN)
        while self.running:
            self.sample_peak()
            tick()
            now = time.monotonic()
            left = deadline - now
            if poller.poll(max(0, min(EARLY_TICK_S if now - self.started < EARLY_S else TICK_S, left)) * 1000):
                self.ended = time.monotonic()
                self._reap()
            elif left <= 0:
                return False
        return True

    def _reap(self):
        _, status, self.rusage = os.wait4(self.pid, 0)
        self.exit_code = os.waitstatus_to_exitcode(status)
        self._popen.returncode = self.exit_code
        os.close(self._pidfd)

    @property
    def elapsed_s(self):
        return self.ended - self.started

    @property
    def cpu_s(self):
        """User and system time so far of all its threads, those that have ended included."""
        if not self.running:
            return self.rusage.ru_utime + self.rusage.ru_stime
        return cpu_seconds(self.pid)

    def sample_peak(self):
        if self.running:
            self._polled_peak = max(self._polled_peak, peak_bytes(self.pid))

    @property
    def peak_memory(self):
        """VmHWM. Of an ended process the kernel still knows it, unless it was below this program's own, which a child inherits: then the last sample counts."""
        self.sample_peak()
        if not self.running:
            exact = self.rusage.ru_maxrss * 1024
            if exact > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024:
                return exact
        return self._polled_peak

    def stop(self):
        """Ends it, kindly first."""
        if self.running:
            os.kill(self.pid, signal.SIGTERM)
            if not self.wait(STOP_LIMIT_S):
                os.kill(self.pid, signal.SIGKILL)
                self.wait(STOP_LIMIT_S)

    def log_tail(self, lines=8):
        text = self.log.read_text(errors="replace").replace("\r", "\n")
        return "\n".join(line for line in text.splitlines() if line.strip())[-4000:].splitlines()[-lines:]


def cpu_seconds(pid):
    """User and system time of another process: /proc/PID/stat's sum, in nanoseconds instead of ticks of 10 ms (clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | 2)


def peak_bytes(pid):
    """VmHWM of a process, 0 when it is gone."""
    try:
        return parse_peak(pathlib.Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0


def parse_peak(status):
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def has_udp_port(table, port):
    """Whether /proc/net/udp's text shows a socket bound to the port."""
    return any(line.split()[1].endswith(f":{port:04X}") for line in table.splitlines()[1:] if line.split())


def has_group(table, address):
    """Whether /proc/net/igmp's text shows that somebody joined the IPv4 group."""
    code = bytes(reversed([int(part) for part in address.split(".")])).hex().upper()
    return any(line.split()[0] == code for line in table.splitlines() if line.split())


def proc_net(pid, name):
    """A table of /proc/net as the process's namespace sees it; empty when the process is gone."""
    try:
        return pathlib.Path(f"/proc/{pid}/net/{name}").read_text()
    except OSError:
        return ""
