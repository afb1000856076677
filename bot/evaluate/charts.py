"""The report's drawings as inline SVG; colours come from the page's style sheet, so that they follow light and dark."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Json = Mapping[str, Any]

#: Units of every drawing's own coordinates; the page scales them.
_WIDTH, _HEIGHT = 480, 340
#: Room for the axes: left, right, top, bottom.
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 18, 18, 46
_LATENCY_BINS = 16


def svg(parts: Iterable[str], label: str, width: float = _WIDTH, height: float = _HEIGHT) -> str:
    """Return one drawing, with the words that a screen reader says."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: object, style: str = "tick", anchor: str = "middle", more: str = "") -> str:
    """Return text at a point."""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{style}" {place}{more}>{escape(str(words))}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """Return a straight line."""
    return f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def rect(x: float, y: float, width: float, height: float, style: str, more: str = "") -> str:
    """Return a rectangle with slightly round corners."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect class="{style}" {place} rx="2"{more}/>'


def dot(x: float, y: float, radius: float, style: str, hint: str) -> str:
    """Return a circle that says what it is when pointed at."""
    place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    return f'<circle class="{style}" {place}><title>{escape(hint)}</title></circle>'


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _axes(across: str, up: str, top: float = 1.0) -> list[str]:
    """Return a frame from 0 to 100 % across and from 0 to `top` up, a line for each fifth (or twentieth, if low)."""
    parts = [text(_x(step / 5), _y(0) + 18, f"{20 * step}%") for step in range(6)]
    steps = round(top * 5) if top > 0.2 else 4
    for step in range(steps + 1):
        y = _y(step / steps)
        parts.append(line(_x(0), y, _x(1), y, "rule" if step else "axis"))
        parts.append(text(_x(0) - 8, y + 4, f"{100 * top * step / steps:.0f}%", anchor="end"))
    parts.append(text(_x(0.5), _HEIGHT - 6, across, "label"))
    at = (_y(0) + _y(1)) / 2
    parts.append(text(12, at, up, "label", more=f' transform="rotate(-90 12 {at:.1f})"'))
    return parts


def _empty(words: str) -> str:
    return svg([text(_WIDTH / 2, _HEIGHT / 2, words, "label")], words)


def confusion(table: Mapping[str, Mapping[str, int]]) -> str:
    """Draw gold states against answered ones: the diagonal is right, darker is a larger share of its row."""
    states = list(table)
    cell, left, top = 56.0, 124.0, 26.0
    parts = [text(left + cell * len(states) / 2, 14, "answered", "label")]
    for i, gold in enumerate(states):
        y, whole = top + i * cell, sum(table[gold].values())
        parts.append(text(left - 10, y + cell / 2 + 4, _words(gold), "tick", "end"))
        x, below = left + (i + 0.5) * cell + 8, top + len(states) * cell + 16
        parts.append(text(x, below, _words(gold), "tick", "end", f' transform="rotate(-32 {x:.1f} {below:.1f})"'))
        for j, said in enumerate(states):
            count = table[gold][said]
            share = count / whole if whole else 0.0
            style = "right" if gold == said else "wrong"
            hint = f"<title>{count} of {whole} {escape(gold)} answered as {escape(said)}</title>"
            x = left + j * cell
            parts.append(rect(x + 1, y + 1, cell - 2, cell - 2, "cell"))
            if count:
                shade = f' style="opacity:{0.25 + 0.75 * share:.2f}"'
                parts.append(rect(x + 1, y + 1, cell - 2, cell - 2, style, shade).replace("/>", f">{hint}</rect>"))
                dark = " on" if share > 0.5 else ""
                parts.append(text(x + cell / 2, y + cell / 2 + 6, count, f"count{dark}"))
    at = top + cell * len(states) / 2
    parts.append(text(12, at, "gold", "label", more=f' transform="rotate(-90 12 {at:.1f})"'))
    return svg(
        parts, "Confusion matrix of the six states", left + cell * len(states) + 6, top + cell * len(states) + 66
    )


def _words(state: str) -> str:
    return state.replace("_", " ")


def risk_coverage(points: Sequence[Json]) -> str:
    """Draw the share of wrong answers when only the surest are given."""
    if not points:
        return _empty("Nothing was answered")
    # The scale ends at the next fifth above the largest risk, so that small risks can be seen.
    top = max(0.2, math.ceil(max(point["risk"] for point in points) * 5 - 1e-9) / 5)
    places = [(_x(point["coverage"]), _y(point["risk"] / top)) for point in points]
    start = (_x(0), places[0][1])
    path = " L".join(f"{x:.1f},{y:.1f}" for x, y in (start, *places))
    parts = [*_axes("coverage: share of the answerable questions", "risk: share of answers wrong", top)]
    if top >= 0.1:
        parts.append(line(_x(0), _y(0.1 / top), _x(1), _y(0.1 / top), "goal"))
        parts.append(text(_x(1) - 4, _y(0.1 / top) - 6, "90% of answers right", "note", "end"))
    parts.append(f'<path class="area" d="M{_x(0):.1f},{_y(0):.1f} L{path} L{places[-1][0]:.1f},{_y(0):.1f} Z"/>')
    parts.append(f'<path class="curve" d="M{path}"/>')
    for (x, y), point in zip(places, points, strict=True):
        hint = f"confidence ≥ {point['confidence']:.2f}: {100 * point['coverage']:.0f}% covered, {100 * point['risk']:.0f}% wrong"
        parts.append(dot(x, y, 3.5, "point", hint))
    return svg(parts, "Risk against coverage")


def reliability(bins: Sequence[Json]) -> str:
    """Draw confidence against the share that was right; a larger dot stands for more answers."""
    if not bins:
        return _empty("Nothing was answered")
    most = max(item["answers"] for item in bins)
    parts = [*_axes("confidence", "share of answers right"), line(_x(0), _y(0), _x(1), _y(1), "goal")]
    for item in bins:
        x, y = _x(item["confidence"]), _y(item["right"])
        parts.append(line(x, _y(item["confidence"]), x, y, "gap"))
        hint = f"{item['answers']} answers, {100 * item['confidence']:.0f}% sure, {100 * item['right']:.0f}% right"
        radius = 5 + 9 * math.sqrt(item["answers"] / most)
        parts.append(dot(x, y, radius, "bubble", hint))
        parts.append(text(x, y + 4, item["answers"], "count small on"))
    return svg(parts, "Reliability: confidence against the share right")


def latency(milliseconds: Sequence[float], percentiles: Mapping[str, float]) -> str:
    """Draw how many questions took how long, on a logarithmic scale, with the percentiles."""
    if not milliseconds:
        return _empty("Nothing was timed")
    low = math.floor(math.log10(max(min(milliseconds), 0.1)))
    high = max(low + 1, math.ceil(math.log10(max(max(milliseconds), 0.2))))
    counts = [0] * _LATENCY_BINS

    def share(value: float) -> float:
        return (math.log10(max(value, 0.1)) - low) / (high - low)

    for value in milliseconds:
        counts[min(_LATENCY_BINS - 1, max(0, int(share(value) * _LATENCY_BINS)))] += 1
    most = max(counts)
    parts = [line(_x(0), _y(0), _x(1), _y(0), "axis")]
    # Room above the bars for the names of the percentiles.
    room = 0.8
    for i, count in enumerate(counts):
        tall = _y(0) - _y(room * count / most)
        parts.append(rect(_x(i / _LATENCY_BINS) + 1, _y(0) - tall, _x(1 / _LATENCY_BINS) - _x(0) - 2, tall, "bar"))
    for power in range(low, high + 1):
        x = _x((power - low) / (high - low))
        parts += [line(x, _y(0), x, _y(0) + 5, "axis"), text(x, _y(0) + 18, _duration(10.0**power))]
    for i, (name, value) in enumerate(percentiles.items()):
        x, y = _x(share(value)), _TOP + 12 + 15 * i
        left = share(value) > 0.8
        parts.append(line(x, y - 10, x, _y(0), "goal"))
        parts.append(text(x + (-5 if left else 5), y, f"{name} {_duration(value)}", "note", "end" if left else "start"))
    parts.append(text(_x(0.5), _HEIGHT - 6, "time per question", "label"))
    return svg(parts, "Time per question")


def _duration(milliseconds: float) -> str:
    return f"{milliseconds:.3g} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.3g} s"


def gauge(
    value: float | None, ends: Sequence[float] | None, others: Sequence[float | None] = (), *, less: bool = False
) -> str:
    """Draw one share on a line from 0 to 1: its interval as a band, baselines as ticks."""
    width, height, pad = 150.0, 18.0, 6.0
    middle, span = height / 2, width - 2 * pad
    parts = [line(pad, middle, width - pad, middle, "track")]
    if ends:
        parts.append(rect(pad + ends[0] * span, middle - 3, max((ends[1] - ends[0]) * span, 1.0), 6, "band"))
    parts += [
        line(pad + other * span, middle - 6, pad + other * span, middle + 6, "other")
        for other in others
        if other is not None
    ]
    if value is not None:
        parts.append(dot(pad + value * span, middle, 4, "point less" if less else "point", f"{100 * value:.1f}%"))
    return svg(parts, "none measured" if value is None else f"{100 * value:.1f}%", width, height)
