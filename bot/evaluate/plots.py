"""The four plots as PNG files, for slides and papers; drawn by matplotlib where it is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Json = Mapping[str, Any]

#: Inches, and dots per inch.
_SIZE, _DPI = (5.6, 4.2), 160
_BLUE, _GREY = "#2457a6", "#8a8f99"
#: Milliseconds that a logarithmic axis names.
_TICKS = tuple(step * 10.0**power for power in range(-1, 6) for step in (1, 2, 5))
NAMES = ("confusion.png", "risk-coverage.png", "reliability.png", "latency.png")


def write_plots(data: Json, folder: Path) -> str:
    """Write the plots into a folder and return the line that says so, or why not."""
    try:
        import matplotlib
    except ImportError:
        return (
            "no PNG plots: matplotlib is not installed (pip install 'whosays[report]'); the page has its own drawings"
        )
    # No screen is needed, and none is looked for.
    matplotlib.use("Agg")
    from matplotlib import pyplot

    for name, draw in zip(NAMES, (_confusion, _risk_coverage, _reliability, _latency), strict=True):
        figure, axes = pyplot.subplots(figsize=_SIZE, dpi=_DPI, layout="constrained")
        draw(axes, data)
        figure.savefig(folder / name)
        pyplot.close(figure)
    return f"plots: {', '.join(str(folder / name) for name in NAMES)}"


def _confusion(axes: Any, data: Json) -> None:  # noqa: ANN401 -- matplotlib is not there to be named
    table = data["confusion"]
    states = list(table)
    counts = [[table[gold][said] for said in states] for gold in states]
    shares = [[count / (sum(row) or 1) for count in row] for row in counts]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            if count:
                axes.text(j, i, count, ha="center", va="center", color="white" if shares[i][j] > 0.5 else "black")
    labels = [state.replace("_", " ") for state in states]
    axes.set_xticks(range(len(states)), labels, rotation=35, ha="right")
    axes.set_yticks(range(len(states)), labels)
    axes.set(xlabel="answered", ylabel="gold")


def _risk_coverage(axes: Any, data: Json) -> None:  # noqa: ANN401
    points = data["risk_coverage"]
    axes.plot([p["coverage"] for p in points], [p["risk"] for p in points], "o-", color=_BLUE, markersize=4)
    axes.axhline(0.1, color=_GREY, linestyle="--", linewidth=1)
    axes.set(
        xlabel="coverage of the answerable questions", ylabel="share of answers wrong", xlim=(0, 1.02), ylim=(0, None)
    )


def _reliability(axes: Any, data: Json) -> None:  # noqa: ANN401
    bins = data["reliability"]
    axes.plot([0, 1], [0, 1], "--", color=_GREY, linewidth=1)
    sizes = [20 + 12 * item["answers"] for item in bins]
    axes.scatter(
        [item["confidence"] for item in bins], [item["right"] for item in bins], s=sizes, color=_BLUE, alpha=0.8
    )
    axes.set(xlabel="confidence", ylabel="share of answers right", xlim=(0, 1.05), ylim=(0, 1.05))


def _latency(axes: Any, data: Json) -> None:  # noqa: ANN401
    timing = data["timing"]
    taken = sorted(timing["questions_ms"].values())
    axes.plot(taken, [(i + 1) / len(taken) for i in range(len(taken))], color=_BLUE, drawstyle="steps-post")
    axes.set(xscale="log", xlabel="time per question, ms", ylabel="share of questions", ylim=(0, 1.02))
    # Its own ticks are powers of ten, or too many of their multiples to be read.
    axes.set_xticks([tick for tick in _TICKS if taken[0] <= tick <= taken[-1]])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    for name, value in timing["latency_ms"].items():
        axes.axvline(value, color=_GREY, linestyle="--", linewidth=1)
        axes.text(value, 0.03, f" {name}", rotation=90, va="bottom", color=_GREY)
