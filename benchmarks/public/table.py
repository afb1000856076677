"""Results as one Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import readme
from benchmarks.public.intervals import three

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.public.types import Figure, Result

_HEADER = ["set", "measure", "ours", "95 %", "n", "published elsewhere"]


def table(results: Sequence[Result]) -> str:
    """Return every figure, one row each, the name of a set on its first row."""
    rows = [
        [result.name if not at else "", figure.measure, *_cells(figure), figure.published or "–"]
        for result in results
        for at, figure in enumerate(result.figures)
    ]
    return readme.table(_HEADER, rows)


def section(results: Sequence[Result], command: str, seconds: float, processes: int) -> str:
    """Return the table with what was run, under which command, and what each set is."""
    sets = "\n".join(f"- `{result.name}`: {result.title}" for result in results)
    return f"`{command}` ({seconds / 60:.0f} min with {processes} processes)\n\n{sets}\n\n{table(results)}"


def _cells(figure: Figure) -> tuple[str, str, str]:
    low_high = "–" if figure.interval is None else "–".join(three(end) for end in figure.interval)
    return "–" if figure.value is None else three(figure.value), low_high, f"{figure.items:,}"
