#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How exactly a sender keeps to --rate: the rate on the wire, how far it runs ahead of it, and how much leaves in one send call.

One sender and one receiver in network namespaces, in the clear, files in memory, slabs crossing the virtual wire as one packet. tcpdump
hears the sender's end; where that would cost too much, the interface's counters are read. With --calls the send calls themselves are looked at, by strace, which costs so much that the rate is then not judged.
"""

import argparse
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
NET_SH = ROOT / "engine-cli/src/test/lab/net.sh"
PORT = 1044
BLOCK = 1300
HEADERS = 28  # of IP and UDP
FILESEG = 9
FILESEG_HEADERS = 24  # of UFTP, before a block in the clear
TOLERANCE = 0.01
BURST_S = 0.001
CREDIT_S = 0.005
MOST_HEARD = 2e9  # bit/s; tcpdump takes a processor that the transfer needs
MOST_BYTES = 9_000_000_000  # of a file
DENSE_BYTES = 2_000_000_000  # of a larger one the source is holes, which take no memory
MARK_EVERY = 1 << 20
MEMORY_FOR_PROGRAMS = 3_000_000_000
SAMPLE_S = 0.02
LONGER = 1.05
UNITS = {"K": 1e3, "M": 1e6, "G": 1e9}


def bits(text):
    return float(text[:-1]) * UNITS[text[-1]]


def make_file(path, size):
    """A source of so many bytes. Holes with a mark in each MiB where it is large: a copy that is shifted or cut differs, one that lacks blocks of zeros does not."""
    with open(path, "wb") as out:
        if size <= DENSE_BYTES:
            for left in range(size, 0, -(1 << 20)):
                out.write(b"\x5a" * min(left, 1 << 20))
            return
        for at in range(0, size, MARK_EVERY):
            out.seek(at)
            out.write(struct.pack("=Q", at + 1))
        out.truncate(size)


def room(directory):
    """Bytes that a copy in memory may have."""
    available = re.search(r"^MemAvailable:\s+(\d+) kB$", pathlib.Path("/proc/meminfo").read_text(), re.MULTILINE)
    return max(0, min(shutil.disk_usage(directory).free, int(available[1]) * 1024 - MEMORY_FOR_PROGRAMS))


def file_bytes(rate, seconds, space):
    """Bytes of file for so many seconds, as far as there is room; and what to say when it is less."""
    wanted = int(rate / 8 * seconds * BLOCK / (BLOCK + FILESEG_HEADERS + HEADERS))
    size = min(wanted, MOST_BYTES, int(space))
    if size == wanted:
        return size, None
    return size, f"only {size / 1e9:.1f} GB of {wanted / 1e9:.1f}, {seconds * size / wanted:.1f} s: {'there is no room for more' if size < MOST_BYTES else 'no file is larger'}"


def packets(pcap):
    """(time in s, bytes of IP packets) of each run of FILESEGs, from a pcap of nanoseconds that has the headers."""
    data = pcap.read_bytes()
    at = 24
    while at + 16 <= len(data):
        seconds, nanos, kept, _ = struct.unpack_from("=IIII", data, at)
        packet = data[at + 16:at + 16 + kept]
        at += 16 + kept
        udp = 14 + 20
        if len(packet) > udp + 10 and packet[udp + 8 + 1] == FILESEG:
            payload = struct.unpack_from("!H", packet, udp + 4)[0] - 8
            segments = -(-payload // (BLOCK + FILESEG_HEADERS))
            yield seconds + nanos / 1e9, payload + segments * HEADERS


def judge(seen, rate):
    """Rate on the wire in bit/s, the most time's worth of it that was sent ahead, the largest packet's time's worth."""
    first, last = seen[0][0], seen[-1][0]
    sent = sum(size for _, size in seen) - seen[-1][1]
    ahead = most = 0.0
    previous = first
    for now, size in seen:
        ahead = max(0.0, ahead - (now - previous)) + size * 8 / rate
        most = max(most, ahead)
        previous = now
    return sent * 8 / (last - first), most, max(size for _, size in seen) * 8 / rate


def calls(trace):
    """Bytes of IP packets in each send call of more than one block, or of one."""
    sizes = []
    for line in trace.read_text(errors="replace").splitlines():
        done = re.search(r"= (\d+)$", line)
        if "send" not in line or not done:
            continue
        lengths = [int(n) for n in re.findall(r"msg_len=(\d+)", line)] if "sendmmsg" in line else [int(done[1])]
        if lengths and max(lengths) >= BLOCK:
            sizes.append(sum(n + -(-n // (BLOCK + FILESEG_HEADERS)) * HEADERS for n in lengths))
    return sizes


class Bench:
    def __init__(self, arguments, directory):
        self.arguments = arguments
        self.directory = directory
        self.hosts = [f"{arguments.prefix}{i}" for i in (0, 1)]

    def __enter__(self):
        net_sh("down", self.arguments.prefix)
        net_sh("up", 1, self.arguments.prefix)
        for host in self.hosts:
            net_sh("gso", host, "on")
        return self

    def __exit__(self, *exc):
        net_sh("down", self.arguments.prefix)

    def engine(self, host, *command, before=()):
        return ["ip", "netns", "exec", self.hosts[host], *before, self.arguments.java, "-jar", self.arguments.jar, *command]

    def send(self, rate, size, before=()):
        """Sends so many bytes at a rate as --rate takes it; (report, seconds from start to exit)."""
        file = self.directory / "sent"
        make_file(file, size)
        into = self.directory / "received"
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir()
        receiver = subprocess.Popen(self.engine(1, "receive", "-I", "e0", "-D", into, "-B", "4M"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(self.arguments.wait)
            begin = time.monotonic()
            done = subprocess.run(
                self.engine(0, "send", "-I", "e0", "-Y", "none", "-R", rate, "-H", "0xC6120002", "-B", "4M", "--json", file, before=before),
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
            seconds = time.monotonic() - begin
            subprocess.run(["cmp", "-s", file, into / "sent"], check=True)
            return json.loads(done.stdout), seconds
        finally:
            receiver.terminate()
            receiver.wait()
            file.unlink()
            shutil.rmtree(into)

    def fastest(self):
        """Bits of IP packets a second without a limit."""
        report, _ = self.send("-1", 2_000_000_000)
        return (report["blocksSent"] - report["blocksRetransmitted"]) * (BLOCK + FILESEG_HEADERS + HEADERS) * 8 / report["elapsedSeconds"]

    def counted(self, rate, seconds):
        """The report, and (time in s, bytes of IP packets so far) of the sender's end, read again and again."""
        # A little more than is judged: the first and the last samples are only begun.
        size, short = file_bytes(rate, seconds * LONGER, room(self.directory))
        if short:
            print(f"{rate / 1e6:8.1f} Mbit/s: {short}", flush=True)
        inside = subprocess.Popen(["ip", "netns", "exec", f"{self.arguments.prefix}sw", "sleep", "1000"])
        table = pathlib.Path(f"/proc/{inside.pid}/net/dev")
        samples, over = [], threading.Event()

        def read():
            while not over.wait(SAMPLE_S):
                fields = next(line for line in table.read_text().splitlines() if line.strip().startswith("p0:")).split(":")[1].split()
                payload = int(fields[0]) - int(fields[1]) * (14 + HEADERS)
                samples.append((time.monotonic(), payload + payload / (BLOCK + FILESEG_HEADERS) * HEADERS))

        reader = threading.Thread(target=read)
        time.sleep(0.2)
        reader.start()
        try:
            report, _ = self.send(f"{rate:.0f}bit/s", size)
        finally:
            over.set()
            reader.join()
            inside.terminate()
            inside.wait()
        return report, samples

    def heard(self, rate, seconds):
        pcap = self.directory / "heard.pcap"
        ear = subprocess.Popen(
            ["ip", "netns", "exec", f"{self.arguments.prefix}sw", "tcpdump", "-i", "p0", "-Q", "in", "-s", "80", "-B", "65536", "--time-stamp-precision=nano",
             "-w", pcap, "udp", "dst", "port", str(PORT)], stderr=subprocess.PIPE, text=True)
        ear.stderr.readline()
        report, _ = self.send(f"{rate:.0f}bit/s", int(rate / 8 * seconds * BLOCK / (BLOCK + FILESEG_HEADERS + HEADERS)))
        time.sleep(0.5)
        ear.terminate()
        missed = re.search(r"(\d+) packets dropped by kernel", ear.communicate()[1])
        return report, list(packets(pcap)), int(missed[1]) if missed else 0


def net_sh(*arguments):
    subprocess.run(["bash", NET_SH, *map(str, arguments)], check=True)


def longest_run(samples, rate):
    """The longest time in which every sample found what was sent since the one before, but for half of it."""
    best, begin = (0, 0), 1
    for i in range(1, len(samples)):
        elapsed = samples[i][0] - samples[i - 1][0]
        if samples[i][1] - samples[i - 1][1] < rate / 8 * elapsed / 2:
            begin = i + 1
        elif i - begin > best[1] - best[0]:
            best = (begin, i)
    return samples[best[0]], samples[best[1]]


def count(bench, rate, seconds):
    report, samples = bench.counted(rate, seconds)
    (first, before), (last, after) = longest_run(samples, rate)
    found = (after - before) * 8 / (last - first)
    right = abs(found / rate - 1) <= TOLERANCE
    print(f"{rate / 1e6:8.1f} Mbit/s: {100 * (found / rate - 1):+.3f} % over {last - first:.2f} s, {report['blocksRetransmitted']} blocks again:"
          f" {'right' if right else 'WRONG'}", flush=True)
    return right


def measure(bench, rate, seconds):
    if rate > MOST_HEARD:
        return count(bench, rate, seconds)
    report, seen, missed = bench.heard(rate, seconds)
    found, ahead, largest = judge(seen, rate)
    packet = (BLOCK + FILESEG_HEADERS + HEADERS) * 8 / rate
    # The credit, the burst, and a burst that the pacer had let go when the process stood still.
    allowed = CREDIT_S + 2 * max(BURST_S, packet)
    right = abs(found / rate - 1) <= TOLERANCE and ahead <= allowed and not missed
    print(f"{rate / 1e6:8.1f} Mbit/s: {100 * (found / rate - 1):+.3f} % over {seen[-1][0] - seen[0][0]:.2f} s, at most {ahead * 1000:.2f} ms ahead"
          f" (of {allowed * 1000:.2f}), largest packet {largest * 1000:.3f} ms, {report['blocksRetransmitted']} blocks again"
          f"{f', tcpdump missed {missed}' if missed else ''}: {'right' if right else 'WRONG'}", flush=True)
    return right


def look_at_calls(bench, rate, seconds):
    trace = bench.directory / "trace"
    bench.send(f"{rate:.0f}bit/s", int(rate / 8 * seconds),
               before=("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=sendmsg,sendmmsg,sendto", "-e", "signal=none", "-o", trace))
    sizes = calls(trace)
    most = max(sizes)
    allowed = max(rate / 8 * BURST_S, BLOCK + FILESEG_HEADERS + HEADERS)
    print(f"{rate / 1e6:8.1f} Mbit/s: {len(sizes)} send calls, the largest {most} bytes of {allowed:.0f}: {'right' if most <= allowed else 'WRONG'}", flush=True)
    return most <= allowed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rates", nargs="*", default=["1M", "10M", "100M", "1G", "80%"], help="bit/s with K, M, G; 80%% = of what -R -1 reaches")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--calls", action="store_true", help="look at the send calls")
    parser.add_argument("--jar", default=str(ROOT / "engine-cli/target/uftp-engine.jar"))
    parser.add_argument("--java", default="java")
    parser.add_argument("--prefix", default="pace", help="of the namespaces")
    parser.add_argument("--wait", type=float, default=4, help="seconds for the receiver to come up and to compile")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="pacing") as directory, Bench(arguments, pathlib.Path(directory)) as bench:
        right = True
        for text in arguments.rates:
            if text.endswith("%"):
                fastest = bench.fastest()
                rate = fastest * float(text[:-1]) / 100
                print(f"-R -1 reaches {fastest / 1e6:.0f} Mbit/s of IP packets; {text} of it:")
            else:
                rate = bits(text)
            right &= (look_at_calls if arguments.calls else measure)(bench, rate, arguments.seconds)
        return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
