#!/usr/bin/env python3
"""What the management endpoint costs a transfer: without it, with it and somebody who reads it, and under 200 hostile connections.

One sender and one receiver as processes of their own, on the loopback interface, files in memory; the variants take turns. Prints medians.
"""

import argparse
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request

VARIANTS = ("off", "on", "read", "attacked")
HOSTILE = 50  # of each kind
SAYS = (b"", b"GET /metrics HTTP/1.1\r\nHost: x\r\n", b"GET /metrics HTTP/1.1\r\n\r\n", b"\x16\x03\x01 \r\n\r\n")


class Reader(threading.Thread):
    """Reads metrics and sessions once a second, as a Prometheus in a hurry would."""

    def __init__(self, addresses):
        super().__init__(daemon=True)
        self.addresses = addresses
        self.stopping = threading.Event()
        self.reads = 0

    def run(self):
        while not self.stopping.wait(1):
            for address in self.addresses:
                for path in ("/metrics", "/api/v1/sessions"):
                    try:
                        urllib.request.urlopen(f"http://{address}{path}", timeout=2).read()
                        self.reads += 1
                    except OSError:
                        pass  # The sender has ended.


class Hostiles(threading.Thread):
    """Idle, trickling, not reading, not talking HTTP."""

    def __init__(self, addresses, again):
        super().__init__(daemon=True)
        self.addresses = [(host, int(port)) for host, port in (a.rsplit(":", 1) for a in addresses)]
        self.stopping = threading.Event()
        self.connects = 0
        self.again = again  # who is thrown out comes again within a second
        self.begun = set()

    def run(self):
        sockets = {}
        while not self.stopping.wait(1):
            for address in self.addresses:
                for index in range(HOSTILE * len(SAYS)):
                    self.act(sockets, address, index)
        for one in sockets.values():
            one.close()

    def act(self, sockets, address, index):
        key = (address, index)
        says = SAYS[index % len(SAYS)]
        try:
            if key in sockets and says:
                sockets[key].send(b"a")
            elif key not in sockets and (self.again or key not in self.begun):
                self.begun.add(key)
                sockets[key] = socket.create_connection(address, timeout=2)
                sockets[key].setblocking(False)
                self.connects += 1
                sockets[key].send(says)
        except BlockingIOError:
            pass
        except OSError:
            if key in sockets:
                sockets.pop(key).close()


def await_text(path, pattern, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = re.search(pattern, path.read_text(errors="replace"))
        if found:
            return found
        time.sleep(0.02)
    raise SystemExit(f"{path}: no {pattern} within {seconds} s:\n{path.read_text(errors='replace')}")


def wait(process, seconds):
    """Processor time of a process that ends by itself."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime
        time.sleep(0.005)
    raise SystemExit("the sender does not end")


def run(variant, options, directory, file):
    own = ["-I", "lo", "-p", "21044", "-M", "239.255.21.44", "-B", "4194304"]
    metrics = [] if variant == "off" else ["--metrics", "0"]
    incoming = directory / "incoming"
    incoming.mkdir(exist_ok=True)
    logs = {name: directory / name for name in ("receive.out", "receive.err", "send.out", "send.err")}
    opened = {name: open(path, "w") for name, path in logs.items()}
    java = [options.java, "-jar", options.jar]
    address = r"metrics: http://([^/]*)/metrics"
    receiver = subprocess.Popen(java + ["receive", *own, "-U", "0x1", "-D", str(incoming), *metrics],
                                stdout=opened["receive.out"], stderr=opened["receive.err"])
    helper = None
    try:
        await_text(logs["receive.out"], "receiving on lo")
        time.sleep(1.5)  # its warm-up
        began = time.monotonic()
        sender = subprocess.Popen(java + ["send", *own, "-P", "239.255.21.45", "-H", "0x1", "-R", options.rate, "-Y", options.cipher, "-r", "0.01:0.001:0.5",
                                          "--json", "--strict", *metrics, str(file)],
                                  stdout=opened["send.out"], stderr=opened["send.err"])
        if metrics:
            addresses = [await_text(logs[f"{role}.err"], address).group(1) for role in ("receive", "send")]
            if variant != "on":
                helper = Reader(addresses) if variant == "read" else Hostiles(addresses, options.again)
                helper.start()
        cpu = wait(sender, 120)
        if sender.returncode != 0:
            raise SystemExit(logs["send.err"].read_text() + logs["send.out"].read_text())
        seconds = time.monotonic() - began
    finally:
        if helper:
            helper.stopping.set()
            helper.join()
        receiver.send_signal(signal.SIGTERM)
        receiver.wait(10)
        for one in opened.values():
            one.close()
    report = json.loads(logs["send.out"].read_text())
    touched = getattr(helper, "reads", getattr(helper, "connects", 0)) if helper else 0
    (incoming / file.name).unlink()
    return {"seconds": seconds, "session": report["elapsedSeconds"], "cpu": cpu, "again": report["blocksRetransmitted"], "touched": touched}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--jar", default=str(root / "engine-cli/target/uftp-engine.jar"))
    parser.add_argument("--java", default="java")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rate", default="1G")
    parser.add_argument("--cipher", default="none")
    parser.add_argument("--variants", default=",".join(VARIANTS))
    parser.add_argument("--again", action="store_true", help="hostile clients that are thrown out come again")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        directory = pathlib.Path(name)
        file = directory / "file"
        file.write_bytes(os.urandom(1_000_000) * options.megabytes)
        for _ in range(options.runs):
            for variant in options.variants.split(","):
                result = run(variant, options, directory, file)
                results.setdefault(variant, []).append(result)
                print(variant, result, flush=True)
    print(f"{'':10} {'s':>8} {'session s':>10} {'MB/s':>8} {'change':>8} {'CPU s':>6} {'again':>6} {'reads/connects':>15}")
    base = None
    for variant, rows in results.items():
        median = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        speed = options.megabytes / median["session"]
        base = base or speed
        print(f"{variant:10} {median['seconds']:8.2f} {median['session']:10.3f} {speed:8.2f} {100 * (speed / base - 1):+7.2f}%"
              f" {median['cpu']:6.2f} {median['again']:6.0f} {median['touched']:15.0f}")


if __name__ == "__main__":
    main()
