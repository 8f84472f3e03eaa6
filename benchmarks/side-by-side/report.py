# SPDX-License-Identifier: Apache-2.0
"""From raw records to the table: medians of the runs that count, nothing for a cell in which one failed."""

import statistics

from cells import all_cells
from contenders import KEYS, Uftp

COLUMNS = ("cell", "contender", "s", "MB/s (least to most)", "vs uftp", "CPU s/GB sender", "CPU s/GB receiver", "peak MB sender", "peak MB receiver", "wire/file", "runs")
VALUES = ("seconds", "mb_per_s", "sender_cpu_s", "sender_cpu_s_per_gb", "receiver_cpu_s", "receiver_cpu_s_per_gb",
          "sender_peak_bytes", "receiver_peak_bytes", "wire_per_file")


class Summary:
    """All runs of one contender in one cell. median, least and most are of VALUES; empty when a run failed."""

    def __init__(self, cell, contender, records):
        self.cell = cell
        self.contender = contender
        self.runs = len(records)
        self.errors = [record["error"] for record in records if record["error"]]
        self.median, self.least, self.most = {}, {}, {}
        if not self.errors:
            for name in VALUES:
                values = [record[name] for record in records]
                self.median[name] = statistics.median(values)
                self.least[name], self.most[name] = min(values), max(values)

    @property
    def failed(self):
        return bool(self.errors)


def summaries(records, cells=None):
    """In the order of the cells and the contenders; without those that have no run."""
    result = []
    for cell in all_cells() if cells is None else cells:
        for key in KEYS:
            own = [record for record in records if record["cell"] == cell.name and record["contender"] == key]
            if own:
                result.append(Summary(cell, key, own))
    return result


def number(value, digits=3):
    """Three significant digits, without an exponent: 1234, 123, 12.3, 1.23, 0.0123."""
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" not in text:
        # 0.1 of 0.100 and 5 of 5.00: the digits that were measured stay.
        return f"{value:#.{digits}g}".rstrip(".")
    return f"{value:,.0f}".replace(",", "") if value >= 1 else f"{value:.6f}"


def rows(all_summaries):
    """The table's cells, as text."""
    reference = {s.cell.name: s.median["seconds"] for s in all_summaries if s.contender == Uftp.key and not s.failed}
    return [_row(summary, reference.get(summary.cell.name)) for summary in all_summaries]


def _row(summary, reference_s):
    start = [summary.cell.name, summary.contender]
    if summary.failed:
        return [*start, f"FAILED {len(summary.errors)} of {summary.runs}: {summary.errors[0]}", *[""] * (len(COLUMNS) - 4), str(summary.runs)]
    m = summary.median
    small = summary.cell.work.small
    return [
        *start,
        number(m["seconds"]),
        f"{number(m['mb_per_s'])} ({number(summary.least['mb_per_s'])} to {number(summary.most['mb_per_s'])})",
        "" if reference_s is None else f"{number(reference_s / m['seconds'])} x",
        # Per GB a session of 1 KB would cost thousands of seconds: there, what the whole session took.
        f"{number(m['sender_cpu_s'])} s in all" if small else number(m["sender_cpu_s_per_gb"]),
        f"{number(m['receiver_cpu_s'])} s in all" if small else number(m["receiver_cpu_s_per_gb"]),
        number(m["sender_peak_bytes"] / 1e6),
        number(m["receiver_peak_bytes"] / 1e6),
        number(m["wire_per_file"], 4),
        str(summary.runs),
    ]


def text_table(all_summaries):
    """Aligned columns for a terminal."""
    lines = [list(COLUMNS), *rows(all_summaries)]
    widths = [max(len(line[i]) for line in lines if not line[2].startswith("FAILED") or i < 2) for i in range(len(COLUMNS))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip() for line in lines)


def markdown_table(all_summaries):
    def line(texts):
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in texts) + " |"

    align = "|---|---|" + "---:|" * (len(COLUMNS) - 2)
    return "\n".join([line(COLUMNS), align, *map(line, rows(all_summaries))])
