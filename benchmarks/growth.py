"""The figures of benchmarks/speed.py as tables, and as a drawing on logarithmic axes."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from benchmarks.readme import table
from bot.evaluate import charts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.speed import Grown, Measured, Run

OURS, SEARCH = "whosays ask", "whosays search"
#: Units of one panel's own coordinates, and the room that its axes and its title take.
WIDTH, HEIGHT, LEFT, _RIGHT, _TOP, _BOTTOM = 380, 250, 62, 30, 34, 34
_KEY = 34  # below the panels: which colour is whose
#: Told apart by those who see fewer colours, on light and on dark ground (Okabe and Ito's).
_COLOURS = {
    OURS: "#0072b2",
    SEARCH: "#56b4e9",
    "llama-index": "#d55e00",
    "txtai": "#009e73",
    "encoder alone": "#999999",
}
_STYLE = """
.ground{fill:#fff}.rule{stroke:#ddd}.axis{stroke:#888}.goal{stroke:#888;stroke-dasharray:4 3}
text{font:12px system-ui,sans-serif;fill:#333}.title{font-weight:600}.note{fill:#777;font-size:11px}
"""


def seconds(value: float) -> str:
    """Write a time with three digits and the unit that fits."""
    if value < 1:
        return f"{1000 * value:.3g} ms"
    return f"{value:.3g} s" if value < 1000 else f"{value:,.0f} s"


def megabytes(value: float) -> str:
    """Write a size with three digits."""
    return f"{value:.3g} MB" if value < 1000 else f"{value:,.0f} MB"


def line(row: Grown | Measured) -> str:
    """Return the figures of a row as they come, for those who wait for them."""
    return "  ".join(f"{k} {v:,.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in asdict(row).items())


def tables(run: Run) -> dict[str, str]:
    """Return the tables by the names of their markers."""
    return {"samples": _samples(run), "growth": _growth(run), "peers": _peers(run)}


def _samples(run: Run) -> str:
    rows = [[name, seconds(wall), seconds(cpu)] for name, (wall, cpu) in run.samples.items()]
    ours, base = run.samples["one-shot answer"], run.samples["import llama_index.core"]
    rows.append(
        ["ratio of the last two (target: at most 0.50)", f"{ours[0] / base[0]:.2f}", f"{ours[1] / base[1]:.2f}"]
    )
    return f"`make bench`, {run.where}:\n\n" + table(["over the two bundled articles", "wall", "CPU"], rows)


def _of(run: Run, name: str) -> dict[int, Measured]:
    return {row.articles: row for row in run.measured if row.name == name}


def _growth(run: Run) -> str:
    if not run.grown:
        return "Not measured."
    ours = _of(run, OURS)
    header = [
        "articles",
        "passages",
        "add, each (CPU)",
        "add one more (CPU)",
        "cold one-shot",
        "its CPU",
        "warm p50",
        "warm p95",
    ]
    rows = [
        [
            f"{grown.articles:,}", f"{grown.passages:,}", seconds(grown.add_cpu / max(1, grown.added - 1)),
            seconds(grown.add_one_cpu), seconds(m.cold), seconds(m.cold_cpu), seconds(m.p50), seconds(m.p95),
            megabytes(m.memory), megabytes(m.disk),
        ]
        for grown in run.grown
        if (m := ours[grown.articles])
    ]  # fmt: skip
    rate = (
        f"The encoder embeds {run.encoder_rate:.0f} passages a second; they are embedded before and not part of “add”."
    )
    return f"{run.where}. {rate}\n\n" + table([*header, "memory", "on disk"], rows)


def _peers(run: Run) -> str:
    rows = []
    for row in run.measured:
        search, floor = (_of(run, name)[row.articles] for name in (SEARCH, "encoder alone"))
        built = seconds(row.build) if row.build else "–"
        disk = "–" if row.name == "encoder alone" else megabytes(row.disk)
        rows.append(
            [
                f"{row.articles:,}", row.name, built, disk, seconds(row.cold), seconds(row.p50), seconds(row.p95),
                megabytes(row.memory), f"{row.p50 / search.p50:.2f}", f"{row.cold / search.cold:.2f}",
                f"{row.p50 / floor.p50:.1f}",
            ]
        )  # fmt: skip
    header = ["articles", "what", "store built", "on disk", "cold", "warm p50", "p95", "memory"]
    found = table([*header, "p50 ÷ our search", "cold ÷ our search", "p50 ÷ encoder"], rows)
    left_out = [f"Without {name}, which did not run: {why}" for name, why in run.left_out.items()]
    return "\n\n".join([found, *left_out]) if run.measured else "Not measured."


# -- the drawing -------------------------------------------------------------------------------------------------------


def drawing(run: Run) -> str:
    """Return growth as an SVG file: a panel a figure, a line a contender, both axes logarithmic."""
    panels: list[tuple[str, Callable[[Measured], float], Callable[[float], str], tuple[str, ...]]] = [
        ("Warm, median", lambda m: m.p50, seconds, tuple(_COLOURS)),
        ("Warm, 95th percentile", lambda m: m.p95, seconds, tuple(_COLOURS)),
        ("Cold: a new process answers one question", lambda m: m.cold, seconds, tuple(_COLOURS)),
        ("Peak memory", lambda m: m.memory, megabytes, tuple(_COLOURS)),
        ("On disk", lambda m: m.disk, megabytes, (OURS, "llama-index", "txtai")),
    ]
    parts = []
    for number, (title, value, unit, names) in enumerate(panels):
        lines = {name: [(row.articles, value(row)) for row in _of(run, name).values()] for name in names}
        parts.append(_placed(number, _panel(title, lines, unit)))
    each = [(g.articles, g.add_cpu / max(1, g.added - 1)) for g in run.grown]
    one = [(g.articles, g.add_one_cpu) for g in run.grown]
    parts.append(
        _placed(5, _panel("Adding, CPU: one more (above), each of all", {OURS: each, f"{OURS} ": one}, seconds))
    )
    width, height = 2 * WIDTH, 3 * HEIGHT + _KEY
    for number, (name, colour) in enumerate(_COLOURS.items()):
        x, y = 24 + number * (width - 24) / len(_COLOURS), height - 14
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y - 4}" r="5" fill="{colour}"/>{charts.text(x + 10, y, name, anchor="start")}'
        )
    made = charts.svg(
        [f"<style>{_STYLE}</style>", charts.rect(0, 0, width, height, "ground"), *parts], "Growth", width, height
    )
    return (
        made.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" ', 1) + "\n"
    )


def _placed(number: int, panel: str) -> str:
    return f'<g transform="translate({number % 2 * WIDTH} {number // 2 * HEIGHT})">{panel}</g>'


def _panel(title: str, lines: dict[str, list[tuple[int, float]]], unit: Callable[[float], str]) -> str:
    points = [point for row in lines.values() for point in row if point[1] > 0]
    if not points:
        return charts.text(WIDTH / 2, 20, f"{title}: not measured", "title")
    across = _decades([x for x, _ in points])
    up = _decades([y for _, y in points])

    def at(x: float, y: float) -> tuple[float, float]:
        share_x = (math.log10(x) - across[0]) / (across[1] - across[0])
        share_y = (math.log10(y) - up[0]) / (up[1] - up[0])
        return LEFT + share_x * (WIDTH - LEFT - _RIGHT), HEIGHT - _BOTTOM - share_y * (HEIGHT - _TOP - _BOTTOM)

    parts = [charts.text(LEFT, 20, title, "title", "start")]
    for power in range(up[0], up[1] + 1):
        (x1, y), (x2, _) = at(10.0 ** across[0], 10.0**power), at(10.0 ** across[1], 10.0**power)
        parts += [charts.line(x1, y, x2, y, "rule"), charts.text(x1 - 6, y + 4, unit(10.0**power), anchor="end")]
    for power in range(across[0], across[1] + 1):
        x, y = at(10.0**power, 10.0 ** up[0])
        parts += [charts.line(x, y, x, y + 4, "axis"), charts.text(x, y + 18, f"{10**power:,}")]
    for name, row in lines.items():
        colour = _COLOURS[name.strip()]
        places = [(*at(x, y), x, y) for x, y in row if y > 0]
        path = " L".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>' if places else "")
        for x, y, size, value in places:
            hint = f"<title>{name.strip()}, {size:,} articles: {unit(value)}</title>"
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}">{hint}</circle>')
    return "".join(parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)
    return low, max(high, low + 1)
