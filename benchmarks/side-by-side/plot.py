# SPDX-License-Identifier: Apache-2.0
"""The results as bars, written as SVG by hand: a panel for each work with a scale of its own, a group for each cell, a bar for each contender."""

from xml.sax.saxutils import escape

from cells import WORKS
from contenders import KEYS
from report import number

COLOURS = {"engine": "#1f6fb2", "uftp": "#e08a2c", "udpcast": "#8b929a"}
INK, FAINT, PAPER = "#1c1f23", "#d9dde1", "#ffffff"
WIDTH, LEFT, RIGHT = 900, 230, 110
BAR, GROUP_GAP, PANEL_HEAD, TOP = 13, 9, 46, 64
TICKS = 4


def svg(summaries, title):
    """The whole picture, as text."""
    body, y = [], TOP
    for work in WORKS:
        own = [summary for summary in summaries if summary.cell.work == work]
        if own:
            y = _panel(body, work, own, y)
    height = y + 16
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="Helvetica, Arial, sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        _text(16, 26, title, size=16, weight="bold"),
        *_legend([key for key in KEYS if any(s.contender == key for s in summaries)]),
        *body,
        "</svg>",
        "",
    ])


def _legend(keys):
    x = 16
    for key in keys:
        yield f'<rect x="{x}" y="38" width="12" height="12" fill="{COLOURS[key]}"/>'
        yield _text(x + 17, 48, key)
        x += 40 + 8 * len(key)
    yield _text(x, 48, "bar: median; line: least to most")


def _panel(body, work, summaries, y):
    """Draws one panel from y on, returns where the next begins. A small work shows seconds: its rate means nothing."""
    value = "seconds" if work.small else "mb_per_s"
    unit = "seconds, less is better" if work.small else "MB/s, more is better"
    top = nice_top(max((s.most[value] for s in summaries if not s.failed), default=1))
    scale = (WIDTH - LEFT - RIGHT) / top
    body.append(_text(16, y + 20, f"{work.name}: {unit}", size=14, weight="bold"))
    bars, y_bar, last = [], y + PANEL_HEAD, None
    for summary in summaries:
        if last is not None and summary.cell != last:
            y_bar += GROUP_GAP
        if summary.cell != last:
            group = [s for s in summaries if s.cell == summary.cell]
            label = summary.cell.name[len(work.name) + 1:]
            bars.append(_text(LEFT - 10, y_bar + len(group) * BAR / 2 + 4, label, anchor="end"))
        bars.extend(_bar(summary, value, scale, y_bar))
        y_bar, last = y_bar + BAR, summary.cell
    for i in range(TICKS + 1):
        x = LEFT + top * i / TICKS * scale
        body.append(f'<line x1="{x:.1f}" y1="{y + PANEL_HEAD - 5}" x2="{x:.1f}" y2="{y_bar + 3}" stroke="{FAINT}"/>')
        body.append(_text(x, y + PANEL_HEAD - 10, f"{top * i / TICKS:g}", anchor="middle", size=11))
    body.extend(bars)
    return y_bar + 18


def _bar(summary, value, scale, y):
    if summary.failed:
        yield _text(LEFT + 4, y + BAR - 3, f"{summary.contender}: failed", size=11)
        return
    width, least, most = (group[value] * scale for group in (summary.median, summary.least, summary.most))
    colour, middle = COLOURS[summary.contender], y + BAR / 2 - 0.5
    yield f'<rect x="{LEFT}" y="{y}" width="{max(width, 1):.1f}" height="{BAR - 1}" fill="{colour}"/>'
    if summary.runs > 1:
        yield f'<line x1="{LEFT + least:.1f}" y1="{middle}" x2="{LEFT + most:.1f}" y2="{middle}" stroke="{INK}" stroke-width="1.2"/>'
    yield _text(LEFT + max(width, most) + 6, y + BAR - 3, number(summary.median[value]), size=11)


def nice_top(value):
    """The least of 1, 2, 4, 6, 8 times a power of ten that is not below value: quarters of it are short numbers."""
    power = 1.0
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return next(m * power for m in (1, 2, 4, 6, 8, 10) if m * power >= value or m == 10)


def _text(x, y, text, anchor="start", size=12, weight="normal"):
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}">{escape(text)}</text>'
