# SPDX-License-Identifier: Apache-2.0
"""One run: receivers up and ready, the sender's process from start to exit, every copy compared, one record."""

import pathlib
import random
import re
import shutil
import tempfile
import time

from processes import Process

READY_LIMIT_S = 20
# A JVM goes on compiling for a while after its ready line: start-up is not the receiver's work, and a receiver waits for senders for days.
IDLE_LOOK_S = 0.5
IDLE_CPU_S = 0.03
IDLE_LIMIT_S = 20
# What a receiver still does for the session after the sender has gone.
AFTERWARDS_S = 0.3
RECEIVER_END_LIMIT_S = 15
CHUNK = 1024 ** 2
MEMORY_FOR_PROGRAMS = 8 * 1024 ** 3
GB = 1_000_000_000
SEED = 4


class RunFailed(Exception):
    """The run does not count; the message says why."""


def make_source(directory, work):
    """The files of a work, made once. Returns what the sender is told to send."""
    path = directory / work.name
    if path.exists():
        return path
    noise = random.Random(SEED)
    if work.files > 1:
        path.mkdir()
    for number in range(work.files):
        with open(path / f"f{number:04}" if work.files > 1 else path, "wb") as out:
            left = work.file_bytes
            while left:
                left -= out.write(noise.randbytes(min(CHUNK, left)))
    return path


def difference(source, copy):
    """None when copy, a file or directory, has exactly source's files and bytes; else what differs."""
    if source.is_dir():
        if not copy.is_dir():
            return f"{copy.name}/ is missing"
        names, copied = ({entry.name for entry in path.iterdir()} for path in (source, copy))
        if names != copied:
            return f"{len(names - copied)} files are missing, {len(copied - names)} too many"
        return next((found for name in sorted(names) if (found := difference(source / name, copy / name))), None)
    if not copy.is_file():
        return f"{copy.name} is missing"
    if source.stat().st_size != copy.stat().st_size:
        return f"{copy.name} has {copy.stat().st_size} bytes instead of {source.stat().st_size}"
    with open(source, "rb") as a, open(copy, "rb") as b:
        while chunk := a.read(CHUNK):
            if chunk != b.read(CHUNK):
                return f"{copy.name} has wrong bytes before offset {a.tell()}"
    return None


def measure(contender, cell, number, network, directory, source, rate, limit_s):
    """Runs one session. Returns its record, with "error" set when it must not count."""
    record = {"cell": cell.name, "contender": contender.key, "run": number, "file_bytes": cell.work.total_bytes, "error": None}
    processes = []
    destinations = [directory / f"to-{host}" for host in network.receiver_hosts]
    try:
        receivers = _start_receivers(contender, cell, network, destinations, processes, directory)
        record.update(_session(contender, cell, network, receivers, processes, directory, source, rate, limit_s))
        for process in receivers:
            process.stop()
        for destination in destinations:
            found = difference(source, destination / source.name)
            if found:
                raise RunFailed(f"wrong copy: {destination.name}: {found}")
    except RunFailed as failure:
        record["error"] = str(failure)
        record["logs"] = {process.log.name: process.log_tail() for process in processes}
    finally:
        for process in processes:
            process.stop()
        for destination in destinations:
            shutil.rmtree(destination, ignore_errors=True)
    return record


def _start_receivers(contender, cell, network, destinations, processes, directory):
    for host, destination in zip(network.receiver_hosts, destinations):
        destination.mkdir()
        processes.append(Process(host, contender.receiver(cell, destination), directory / f"{host}.log"))
    receivers = list(processes)
    deadline = time.monotonic() + READY_LIMIT_S
    for process in receivers:
        while not contender.ready(process):
            if process.wait(0):
                raise RunFailed(f"a receiver ended before the session, exit code {process.exit_code}")
            if time.monotonic() > deadline:
                raise RunFailed(f"a receiver was not ready after {READY_LIMIT_S} s")
            time.sleep(0.02)
    _wait_until_idle(receivers)
    return receivers


def _wait_until_idle(receivers):
    deadline = time.monotonic() + IDLE_LIMIT_S
    spent = None
    while True:
        earlier, spent = spent, sum(process.cpu_s for process in receivers)
        if earlier is not None and spent - earlier <= IDLE_CPU_S * len(receivers):
            return
        if time.monotonic() > deadline:
            raise RunFailed(f"the receivers were not idle after {IDLE_LIMIT_S} s")
        time.sleep(IDLE_LOOK_S)


def _session(contender, cell, network, receivers, processes, directory, source, rate, limit_s):
    def sample_receivers():
        # Of the others the peak can be read afterwards.
        if contender.receiver_ends_by_itself:
            for process in receivers:
                process.sample_peak()

    network.start_counting()
    before = [process.cpu_s for process in receivers]
    command = contender.sender(cell, source, network, rate)
    sender = Process(network.sender_host, command, directory / f"{network.sender_host}.log")
    processes.append(sender)
    if not sender.wait(limit_s, sample_receivers):
        raise RunFailed(f"the sender had not ended after {limit_s} s")
    if sender.exit_code:
        raise RunFailed(f"the sender's exit code is {sender.exit_code}")
    _finish_receivers(contender, receivers)
    spent = [process.cpu_s - earlier for process, earlier in zip(receivers, before)]
    packets, payload = network.counted()
    total = cell.work.total_bytes
    return {
        "command": [word.replace(str(directory), "DIR") for word in command],
        "seconds": sender.elapsed_s,
        "mb_per_s": total / 1e6 / sender.elapsed_s,
        "sender_cpu_s": sender.cpu_s,
        "sender_cpu_s_per_gb": sender.cpu_s * GB / total,
        "receiver_cpu_s_each": spent,
        "receiver_cpu_s": sum(spent) / len(spent),
        "receiver_cpu_s_per_gb": sum(spent) / len(spent) * GB / total,
        "sender_peak_bytes": sender.peak_memory,
        "receiver_peak_bytes": max(process.peak_memory for process in receivers),
        "wire_packets": packets,
        "wire_payload_bytes": payload,
        "wire_per_file": payload / total,
    }


def _finish_receivers(contender, receivers):
    if not contender.receiver_ends_by_itself:
        time.sleep(AFTERWARDS_S)
        for process in receivers:
            if process.wait(0):
                raise RunFailed(f"a receiver ended, exit code {process.exit_code}")
        return
    deadline = time.monotonic() + RECEIVER_END_LIMIT_S
    for process in receivers:
        if not process.wait(max(0, deadline - time.monotonic())):
            raise RunFailed(f"a receiver had not ended {RECEIVER_END_LIMIT_S} s after the sender")
        if process.exit_code:
            raise RunFailed(f"a receiver's exit code is {process.exit_code}")


def memory_warning(needed_bytes, meminfo):
    """None when so many bytes of files leave the programs MEMORY_FOR_PROGRAMS of what /proc/meminfo says is available; else what is wrong.

    Files that others have in /dev/shm are no longer cheap once memory is short: taking pages for new ones has made tmpfs three times as slow.
    """
    match = re.search(r"^MemAvailable:\s+(\d+) kB$", meminfo, re.MULTILINE)
    wanted = needed_bytes + MEMORY_FOR_PROGRAMS
    if not match or int(match[1]) * 1024 >= wanted:
        return None
    return f"{int(match[1]) * 1024 / 1e9:.1f} GB of memory are available, less than the {wanted / 1e9:.1f} GB that all copies and the programs need: what others have in /dev/shm makes files in memory up to three times as slow"


def work_directory(parent, needed_bytes):
    """Where files can go: parent, or else memory when there is room, or else the temporary directory. (path, warning or None)"""
    if parent:
        return pathlib.Path(parent), None
    memory = pathlib.Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > needed_bytes:
        return memory, None
    return pathlib.Path(tempfile.gettempdir()), f"/dev/shm has no room for {needed_bytes / 1e6:.0f} MB: the files are on a disk, which counts in every number"
