#!/usr/bin/env python3
"""What the management endpoint costs a transfer: without it, with it and somebody who reads it, and under 200 hostile connections.

One sender and one receiver as processes of their own, on the loopback interface, files in memory; the variants take turns, and who is first changes. Prints medians.
The variant `control` has the same clients at listeners of this program's, which are not the engine's: what is lost there is lost to the clients themselves.
"""

import argparse
import json
import os
import pathlib
import re
import selectors
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request

VARIANTS = ("off", "on", "read", "control", "attacked")
TICKS = os.sysconf("SC_CLK_TCK")
MAX_OPEN = 64  # as the endpoint's
HOSTILE = 50  # of each kind
SAYS = (b"", b"GET /metrics HTTP/1.1\r\nHost: x\r\n", b"GET /metrics HTTP/1.1\r\n\r\n", b"\x16\x03\x01 \r\n\r\n")


class Helper(threading.Thread):
    """Does something once a second, at once for the first time, and knows what it has cost the processor."""

    def __init__(self, addresses):
        super().__init__(daemon=True)
        self.addresses = addresses
        self.stopping = threading.Event()
        self.touched = 0
        self.cpu = 0.0

    def run(self):
        while True:
            self.turn()
            if self.stopping.wait(1):
                break
        self.end()
        self.cpu = time.thread_time()

    def end(self):
        pass

    def stop(self):
        self.stopping.set()
        self.join()


class Reader(Helper):
    """Reads metrics and sessions, as a Prometheus in a hurry would."""

    def turn(self):
        for address in self.addresses:
            for path in ("/metrics", "/api/v1/sessions"):
                try:
                    urllib.request.urlopen(f"http://{address}{path}", timeout=2).read()
                    self.touched += 1
                except OSError:
                    pass  # The sender has ended.


class Hostiles(Helper):
    """Idle, trickling, not reading, not talking HTTP."""

    def __init__(self, addresses, again):
        super().__init__([(host, int(port)) for host, port in (a.rsplit(":", 1) for a in addresses)])
        self.again = again  # who is thrown out comes again within a second
        self.begun = set()
        self.sockets = {}

    def turn(self):
        for address in self.addresses:
            for index in range(HOSTILE * len(SAYS)):
                self.act(self.sockets, address, index)

    def end(self):
        for one in self.sockets.values():
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
                self.touched += 1
                sockets[key].send(says)
        except BlockingIOError:
            pass
        except OSError:
            if key in sockets:
                sockets.pop(key).close()


class Listeners(threading.Thread):
    """Two that accept and read and have no answers; each keeps as many connections as the endpoint does, the latest."""

    def __init__(self):
        super().__init__(daemon=True)
        self.servers = [socket.create_server(("127.0.0.1", 0), backlog=128) for _ in range(2)]
        self.addresses = [f"127.0.0.1:{one.getsockname()[1]}" for one in self.servers]
        self.waker, self.woken = socket.socketpair()
        self.cpu = 0.0

    def run(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.woken, selectors.EVENT_READ)
            for server in self.servers:
                selector.register(server, selectors.EVENT_READ, [])
            kept = [selector.get_key(server).data for server in self.servers]
            while True:
                for key, _ in selector.select():
                    if key.fileobj is self.woken:
                        for one in sum(kept, self.servers):
                            one.close()
                        self.cpu = time.thread_time()
                        return
                    if key.fileobj in self.servers:
                        accepted, _ = key.fileobj.accept()
                        accepted.setblocking(False)
                        key.data.append(accepted)
                        selector.register(accepted, selectors.EVENT_READ, key.data)
                        gone = key.data[0] if len(key.data) > MAX_OPEN else None
                    else:
                        gone = None if self.reads(key.fileobj) else key.fileobj
                    if gone and gone in selector.get_map():
                        selector.unregister(gone)
                        next(one for one in kept if gone in one).remove(gone)
                        gone.close()

    @staticmethod
    def reads(one):
        try:
            return one.recv(4096)
        except BlockingIOError:
            return True
        except OSError:
            return False

    def stop(self):
        self.waker.send(b"x")
        self.join()
        self.waker.close()
        self.woken.close()


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


def cpu_of(process):
    """Processor time of one that still runs."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def start_helpers(variant, options, addresses):
    if variant in ("off", "on"):
        return []
    if variant == "read":
        helpers = [Reader(addresses)]
    elif variant == "control":
        listeners = Listeners()
        helpers = [Hostiles(listeners.addresses, options.again), listeners]
    else:
        helpers = [Hostiles(addresses, options.again)]
    for one in reversed(helpers):
        one.start()
    return helpers


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
    helpers = []
    try:
        await_text(logs["receive.out"], "receiving on lo")
        time.sleep(options.settle)
        receiver_cpu = cpu_of(receiver)
        began = time.monotonic()
        sender = subprocess.Popen(java + ["send", *own, "-P", "239.255.21.45", "-H", "0x1", "-R", options.rate, "-Y", options.cipher, "-r", "0.01:0.001:0.5",
                                          "--json", "--strict", *metrics, str(file)],
                                  stdout=opened["send.out"], stderr=opened["send.err"])
        if metrics:
            addresses = [await_text(logs[f"{role}.err"], address).group(1) for role in ("receive", "send")]
            helpers = start_helpers(variant, options, addresses)
        sender_cpu = wait(sender, 120)
        seconds = time.monotonic() - began
        receiver_cpu = cpu_of(receiver) - receiver_cpu
        if sender.returncode != 0:
            raise SystemExit(logs["send.err"].read_text() + logs["send.out"].read_text())
    finally:
        for one in helpers:
            one.stop()
        receiver.send_signal(signal.SIGTERM)
        receiver.wait(10)
        for one in opened.values():
            one.close()
    report = json.loads(logs["send.out"].read_text())
    (incoming / file.name).unlink()
    return {"seconds": seconds, "session": report["elapsedSeconds"], "sender": sender_cpu, "receiver": receiver_cpu,
            "helpers": sum(one.cpu for one in helpers), "again": report["blocksRetransmitted"], "touched": helpers[0].touched if helpers else 0}


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
    parser.add_argument("--settle", type=float, default=5, help="seconds that the receiver has for its warm-up")
    parser.add_argument("--again", action="store_true", help="hostile clients that are thrown out come again")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        directory = pathlib.Path(name)
        file = directory / "file"
        file.write_bytes(os.urandom(1_000_000) * options.megabytes)
        variants = options.variants.split(",")
        for turn in range(options.runs):
            first = turn % len(variants)
            for variant in variants[first:] + variants[:first]:
                result = run(variant, options, directory, file)
                results.setdefault(variant, []).append(result)
                print(variant, result, flush=True)
    print(f"{'':10} {'s':>8} {'session s':>10} {'fastest':>8} {'slowest':>8} {'MB/s':>8} {'change':>8}"
          f" {'CPU s: sender':>14} {'receiver':>9} {'helpers':>8} {'again':>6} {'reads/connects':>15}")
    base = None
    for variant in variants:
        rows = results[variant]
        median = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        sessions = [row["session"] for row in rows]
        speed = options.megabytes / median["session"]
        base = base or speed
        print(f"{variant:10} {median['seconds']:8.2f} {median['session']:10.3f} {min(sessions):8.3f} {max(sessions):8.3f} {speed:8.2f} {100 * (speed / base - 1):+7.2f}%"
              f" {median['sender']:14.2f} {median['receiver']:9.2f} {median['helpers']:8.3f} {median['again']:6.0f} {median['touched']:15.0f}")


if __name__ == "__main__":
    main()
