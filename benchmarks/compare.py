#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares JMH results with a baseline, and makes baselines.

    compare.py BASELINE NEW [--tolerance 10]     prints a table; exit 1 when something got slower or allocates more
    compare.py --reduce OUT JMH... [--note TEXT] makes a baseline of one or more files that JMH wrote with -rf json

BASELINE and NEW may each be a baseline or a file of JMH's. Exit 2 is for files that cannot be compared.
"""

import argparse
import json
import math
import sys

FORMAT = "uftp-engine JMH baseline 1"
PACKAGE = "io.uftpengine.benchmarks."
ALLOCATION = "gc.alloc.rate.norm"
# Bytes per operation that may come and go with a timer or the end of an iteration, whatever is measured.
ALLOCATION_SLACK_BYTES = 2.0
# What other threads of the JVM allocate meanwhile counts, too: 12 bytes per millisecond have been seen.
OTHERS_BYTES_PER_MS = 50.0
MS_PER_UNIT = {"ns/op": 1e-6, "us/op": 1e-3, "ms/op": 1.0, "s/op": 1e3}
# Modes in which more is better.
THROUGHPUT = "thrpt"
MODES = ("avgt", "ss", "sample", THROUGHPUT)


class Unusable(Exception):
    """A file that cannot be compared, and why: one line."""


def finite(number):
    """JMH writes NaN, as a text, where there is no such number."""
    try:
        value = float(number)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def rounded(number):
    """Four significant digits: more says nothing."""
    return None if number is None else float("%.4g" % number)


def reduce_result(raw):
    """One entry of JMH's array -> one of ours."""
    primary = raw["primaryMetric"]
    name = raw["benchmark"]
    result = {
        "benchmark": name[len(PACKAGE):] if name.startswith(PACKAGE) else name,
        "params": {key: raw["params"][key] for key in sorted(raw.get("params", {}))},
        "mode": raw["mode"],
        "score": rounded(finite(primary["score"])),
        "error": rounded(finite(primary.get("scoreError"))),
        "unit": primary["scoreUnit"],
    }
    for metric, value in raw.get("secondaryMetrics", {}).items():
        # JMH 1.36 and older put a middle dot in front.
        if metric.lstrip("\u00b7") == ALLOCATION:
            result[ALLOCATION] = rounded(finite(value["score"]))
    return result


def reduce_file(raw):
    """JMH's array -> Java versions and our entries."""
    javas = sorted({"%s %s" % (one.get("vmName", "?"), one.get("vmVersion", "?")) for one in raw})
    return javas, [reduce_result(one) for one in raw]


def key(result):
    return result["benchmark"], tuple(sorted(result["params"].items()))


def load(path):
    """A baseline, or what JMH wrote reduced to one."""
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        if isinstance(content, list):
            javas, results = reduce_file(content)
            content = {"format": FORMAT, "java": javas, "note": "", "results": results}
        if content.get("format") != FORMAT:
            raise Unusable("%s: neither a baseline nor JMH's JSON" % path)
        for one in content["results"]:
            if one["mode"] not in MODES:
                raise Unusable("%s: %s has the unknown mode '%s'" % (path, one["benchmark"], one["mode"]))
            key(one)
        return content
    except OSError as e:
        raise Unusable("%s: %s" % (path, e.strerror)) from e
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise Unusable("%s: neither a baseline nor JMH's JSON (%s)" % (path, e)) from e


def merge(contents, note):
    """Several as one; of what is in more than one of them the last counts."""
    by_key = {}
    javas = []
    for content in contents:
        javas += [java for java in content["java"] if java not in javas]
        for one in content["results"]:
            by_key[key(one)] = one
    return {"format": FORMAT, "java": javas, "note": note, "results": [by_key[k] for k in sorted(by_key)]}


def write(content, out):
    """One line per result, so that a change of a baseline can be read."""
    out.write("{\n")
    for name in ("format", "java", "note"):
        out.write('  "%s": %s,\n' % (name, json.dumps(content[name])))
    out.write('  "results": [\n')
    out.write(",\n".join("    " + json.dumps(one) for one in content["results"]))
    out.write("\n  ]\n}\n")


def slower_percent(old, new):
    """How much longer it takes now, percent; below 0 when it is faster."""
    if old["mode"] == THROUGHPUT:
        return (old["score"] / new["score"] - 1) * 100
    return (new["score"] / old["score"] - 1) * 100


def compare_one(old, new, tolerance):
    """The lines' columns after the name, and what is wrong: a list of words."""
    if old["mode"] != new["mode"] or old["unit"] != new["unit"]:
        raise Unusable("%s: %s in %s against %s in %s" % (
            label(old), old["mode"], old["unit"], new["mode"], new["unit"]))
    if not old["score"] or not new["score"]:
        raise Unusable("%s: no score" % label(old))
    wrong = []
    percent = slower_percent(old, new)
    if percent > tolerance + 1e-9:
        wrong.append("SLOWER")
    before, now = old.get(ALLOCATION), new.get(ALLOCATION)
    if before is not None and now is not None:
        slack = ALLOCATION_SLACK_BYTES + OTHERS_BYTES_PER_MS * old["score"] * MS_PER_UNIT.get(old["unit"], 0)
        if now > before * (1 + tolerance / 100) + slack:
            wrong.append("ALLOCATES MORE")
    columns = [
        with_error(old), with_error(new), old["unit"], "%+.1f %%" % percent,
        number(before), number(now), ", ".join(wrong) or ("faster" if percent < -tolerance else "")]
    return columns, wrong


def number(value):
    return "-" if value is None else "{:,.4g}".format(value) if abs(value) < 1000 else "{:,.0f}".format(value)


def with_error(result):
    error = result.get("error")
    return number(result["score"]) + ("" if error is None else " ± " + number(error))


def label(result):
    params = " ".join("%s=%s" % pair for pair in sorted(result["params"].items()) if pair[1] != "")
    return result["benchmark"] + (" " + params if params else "")


HEADINGS = ["benchmark", "baseline", "now", "unit", "time", "B/op before", "now", ""]


def table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [row[i].rjust(widths[i]) for i in range(1, len(row) - 1)]
        lines.append(("  ".join(cells) + "  " + row[-1]).rstrip())
    return "\n".join(lines)


def compare(baseline, new, tolerance, out):
    """Prints the table; how many are worse."""
    olds = {key(one): one for one in baseline["results"]}
    news = {key(one): one for one in new["results"]}
    common = [k for k in olds if k in news]
    if not common:
        raise Unusable("no benchmark is in both files")
    rows = [HEADINGS]
    worse = 0
    for k in common:
        columns, wrong = compare_one(olds[k], news[k], tolerance)
        rows.append([label(olds[k])] + columns)
        worse += 1 if wrong else 0
    print(table(rows), file=out)
    print(file=out)
    if baseline["java"] != new["java"]:
        print("note: another Java: %s, now %s" % ("; ".join(baseline["java"]), "; ".join(new["java"])), file=out)
    for title, left in (("only in the baseline", [olds[k] for k in olds if k not in news]),
                        ("not in the baseline", [news[k] for k in news if k not in olds])):
        if left:
            print("%s: %s" % (title, ", ".join(label(one) for one in left)), file=out)
    print("%d compared, %d worse by more than %g %%" % (len(common), worse, tolerance), file=out)
    return worse


def main(arguments, out=sys.stdout, err=sys.stderr):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--reduce", metavar="OUT", help="write a baseline of FILE... to OUT")
    parser.add_argument("--note", default="", help="for --reduce: on which machine, with which options")
    parser.add_argument("--tolerance", type=float, default=10, metavar="PERCENT",
                        help="what counts as worse; default 10")
    options = parser.parse_args(arguments)
    try:
        if options.reduce:
            content = merge([load(path) for path in options.files], options.note)
            with open(options.reduce, "w", encoding="utf-8") as file:
                write(content, file)
            return 0
        if len(options.files) != 2:
            parser.error("two files are compared: BASELINE NEW")
        return 1 if compare(load(options.files[0]), load(options.files[1]), options.tolerance, out) else 0
    except Unusable as e:
        print("compare.py: %s" % e, file=err)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
