#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The engine, uftp and udpcast on the same work, side by side. Needs root; ../README.md says how to read the result."""

import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import contenders
import measure
import network
import plot
import report
from cells import CI_CELLS, all_cells, select

DEFAULT_LIMIT_S = 300
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
RATE_UNITS = {"": contenders.RATE_UNIT, "k": 10 ** 3, "m": 10 ** 6, "g": 10 ** 9}


def parse_rate(text):
    """Units of 1024 bit/s, from such a number, -1 for no limit, or decimal 200M, 200Mbit/s, 1G."""
    match = re.fullmatch(r"(\d+)(?:([kmg])(?:bit/s)?)?", text.lower())
    if text == "-1":
        return contenders.NO_LIMIT
    if not match:
        raise argparse.ArgumentTypeError(f"{text}: neither a number of units of 1024 bit/s nor -1 nor such as 200Mbit/s")
    return int(match[1]) * RATE_UNITS[match[2] or ""] // contenders.RATE_UNIT


def parse_options(arguments):
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("--cells", default="*", metavar="GLOB[,GLOB]", help="which cells; default all; --list names them")
    parser.add_argument("--list", action="store_true", help="name the cells that --cells selects, and end")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs of each contender in each cell, in alternation (default 5)")
    parser.add_argument("--contenders", default=",".join(contenders.KEYS), metavar="KEY[,KEY]", help="default %(default)s")
    parser.add_argument("--rate", type=parse_rate, metavar="RATE", help="for all: as -R; default no limit, 200Mbit/s in cells with loss")
    parser.add_argument("--peers", default=os.environ.get("UFTP_PEERS", "/opt/uftp-peers"), metavar="DIR", help="where peers.sh installed uftp (default %(default)s, or UFTP_PEERS)")
    parser.add_argument("--java", default="java", metavar="PATH", help="java program, or the JDK's directory")
    parser.add_argument("--java-options", default="", metavar="OPTIONS", help="for sender and receivers; give it with =, as in --java-options=-Xmx64m")
    parser.add_argument("--class-archive", action="store_true", help="make a class-data archive first and start the engine with it, as the image and the systemd units do")
    parser.add_argument("--limit", type=float, default=DEFAULT_LIMIT_S, metavar="S", help="time limit of one run (default %(default)s)")
    parser.add_argument("--work", metavar="DIR", help="where the files go, in a directory made there (default /dev/shm)")
    parser.add_argument("--prefix", default="sb", help="of the namespaces (default %(default)s)")
    parser.add_argument("--keep-going", action="store_true", help="go on after a failed run; the exit code is 1 all the same")
    parser.add_argument("--json", metavar="FILE", help="write every run's numbers")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--svg", metavar="FILE", help="draw the table")
    parser.add_argument("--from", dest="stored", action="append", metavar="FILE", help="run nothing: print and draw what --json wrote; may be repeated")
    parser.add_argument("--ci", action="store_true", help="six small cells once each, engine and uftp: do all copies match? Asserts no speed")
    options = parser.parse_args(arguments)
    if options.ci:
        options.cells, options.runs, options.contenders, options.limit = ",".join(CI_CELLS), 1, "engine,uftp", 60
    options.keys = options.contenders.split(",")
    for key in options.keys:
        if key not in contenders.KEYS:
            parser.error(f"--contenders: {key} is none of {', '.join(contenders.KEYS)}")
    if options.runs < 1:
        parser.error("--runs: at least 1")
    if os.path.isdir(options.java):
        options.java = os.path.join(options.java, "bin", "java")
    try:
        options.selected = select(options.cells)
    except ValueError as error:
        parser.error(str(error))
    return options


def leave(received, frame):
    """Out through every finally, once: so that no process, no file and no namespace is left."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + received)


def say(text):
    print(text, file=sys.stderr, flush=True)


def machine(options):
    """What the numbers were measured on."""
    java = subprocess.run([options.java, "-version"], capture_output=True, text=True, check=False).stderr.splitlines() if shutil.which(options.java) else []
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "kernel": platform.release(),
        "java": java[1] if len(java) > 1 else None,
        "java_options": options.java_options,
        "class_archive": options.class_archive,
        "load_before": os.getloadavg()[0],
    }


def present(options):
    """The contenders that can take part; a line for each that cannot, which --ci does not forgive."""
    result = []
    for key in options.keys:
        contender = contenders.make(key, options)
        reason = contender.missing()
        if reason is None:
            result.append(contender)
        elif options.ci:
            sys.exit(f"bench: {key} cannot take part: {reason}")
        else:
            say(f"bench: {key} is left out: {reason}")
    if not result:
        sys.exit("bench: nobody can take part")
    return result


def run_cell(cell, options, taking_part, directory, source, records):
    """False when a run failed and the bench is not to go on."""
    with network.Network(options.prefix, cell.receivers, cell.loss_percent, cell.link) as net:
        for number in range(1, options.runs + 1):
            for contender in taking_part:
                if not contender.can(cell):
                    continue
                record = measure.measure(contender, cell, number, net, directory, source, options.rate, options.limit)
                records.append(record)
                if record["error"] is None:
                    say(f"{cell.name} run {number} {contender.key}: {record['seconds']:.3f} s, {record['mb_per_s']:.1f} MB/s")
                    continue
                say(f"{cell.name} run {number} {contender.key}: FAILED: {record['error']}")
                for name, lines in record["logs"].items():
                    for line in lines:
                        say(f"    {name}: {line}")
                if not options.keep_going:
                    return False
    return True


def run_all(options, taking_part, records):
    most = max(cell.work.total_bytes * (1 + cell.receivers) for cell in options.selected)
    parent, warning = measure.work_directory(options.work, most * 1.1)
    short = measure.memory_warning(most, pathlib.Path("/proc/meminfo").read_text())
    for text in [*network.socket_buffer_warnings(), *filter(None, [warning, short])]:
        say(f"bench: warning: {text}")
    facts = machine(options)
    with tempfile.TemporaryDirectory(prefix="uftp-bench-", dir=parent) as name:
        directory = pathlib.Path(name)
        sources = directory / "from"
        sources.mkdir()
        if options.class_archive:
            for contender in taking_part:
                contender.make_class_archive(directory)
        for cell in options.selected:
            for other in sources.iterdir():
                if other.name != cell.work.name:
                    shutil.rmtree(other) if other.is_dir() else other.unlink()
            going = run_cell(cell, options, taking_part, directory, measure.make_source(sources, cell.work), records)
            if options.json:
                pathlib.Path(options.json).write_text(json.dumps({"machine": facts, "runs": records}, indent=1) + "\n")
            if not going:
                return


def publish(options, records):
    found = report.summaries(records, options.selected)
    if found:
        print(report.markdown_table(found) if options.markdown else report.text_table(found), flush=True)
    if found and options.svg:
        pathlib.Path(options.svg).write_text(plot.svg(found, "UFTP engine side by side"))


def main(arguments):
    options = parse_options(arguments)
    if options.list:
        print("\n".join(cell.name for cell in options.selected))
        return 0
    if options.stored:
        records = [record for name in options.stored for record in json.loads(pathlib.Path(name).read_text())["runs"] if record["contender"] in options.keys]
        publish(options, records)
        return 0
    if os.geteuid() != 0:
        sys.exit("bench: network namespaces need root")
    if network.in_use(options.prefix):
        sys.exit(f"bench: namespaces {options.prefix}… stand already: another bench runs, or one was killed; `{network.NET_SH} down {options.prefix}` removes them")
    for number in ENDING:
        signal.signal(number, leave)
    taking_part, records = present(options), []
    try:
        run_all(options, taking_part, records)
    finally:
        # Still there when the signal came while they were being removed.
        if network.in_use(options.prefix):
            network.net_sh("down", options.prefix)
        publish(options, records)
    failed = [record for record in records if record["error"]]
    say(f"bench: {len(records) - len(failed)} runs, every copy compared; {len(failed)} failed")
    return 1 if failed or not records else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
